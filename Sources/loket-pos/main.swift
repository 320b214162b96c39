import Glibc
import Pos

// CUPS's back end for receipt printers. Installed as `pos` into its folder of back ends.
exit(BackendCommand().run())
