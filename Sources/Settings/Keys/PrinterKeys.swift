extension KioskKeys {
    static let printer = KeyGroup(
        "printer", "The receipt printer, and what holds without paper.",
        [
            Key(
                "queue", \.printer.queue, .optional(.text, null: "numbers are on the screen only"),
                .atStart,
                "CUPS queue of the receipt printer. `loket printer list` names the queues."),
            Key(
                "server", \.printer.server, .optional(.text, null: "the CUPS of this machine"),
                .atStart,
                "CUPS server: host:port, or the path of a Unix socket."),
            Key(
                "profile", \.printer.profile, .text, .atStart,
                "Profile of the printer's model: a file of the folder `printers` without its "
                    + "ending. `loket printer profiles` lists them."),
            Key(
                "onFault", \.printer.onFault, .word, .atNextFirstScreen,
                "What holds while the printer can't print. number-on-screen: numbers are given on "
                    + "the screen. closed: no numbers are given."),
            Key(
                "unprinted", \.printer.unprinted, .word, .atNextFirstScreen,
                "What becomes of a number whose slip did not come out. valid: it stays in the "
                    + "queue. void: it is cancelled."),
            Key(
                "visitorReprint", \.printer.visitorReprint, .bool, .atNextFirstScreen,
                "Lets visitors ask once for another print of their slip."),
        ])
}
