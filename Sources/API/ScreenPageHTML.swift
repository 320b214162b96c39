/// Page of the memory display: one file that loads nothing from elsewhere (I1).
enum ScreenPageHTML {
    static let text = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Loket</title>
        <style>
          :root { color-scheme: light dark; font: 15px/1.4 system-ui, sans-serif; }
          body { margin: 0; min-height: 100vh; display: flex; gap: 24px; padding: 24px;
                 box-sizing: border-box; background: #20262b; color: #e8edf0;
                 align-items: flex-start; flex-wrap: wrap; }
          main { flex: 1 1 640px; max-width: 1280px; }
          #screen { width: 100%; display: block; border-radius: 10px; cursor: pointer;
                    box-shadow: 0 0 0 10px #0d1114; touch-action: none; user-select: none; }
          aside { flex: 0 0 300px; }
          h2 { font-size: 15px; font-weight: 600; margin: 0 0 8px; }
          #slip { width: 300px; background: #fff; display: none; }
          p { margin: 12px 0 0; color: #a9b5bc; }
          #gone { color: #ffd479; display: none; }
        </style>
        <main>
          <img id="screen" alt="The terminal's screen" draggable="false">
          <p id="gone">The terminal does not answer. This page goes on when it does.</p>
          <p>Click to touch. This is the terminal's own picture, as its glass would show it.</p>
        </main>
        <aside>
          <h2>Newest slip</h2>
          <img id="slip" alt="The newest slip">
          <p id="none">Nothing was printed yet.</p>
        </aside>
        <script>
          const screen = document.getElementById('screen');
          const gone = document.getElementById('gone');
          let frame = 0, url = null;
          // Of the picture that was loaded last: while another one loads, the element has none.
          let size = null;
          screen.addEventListener('load', () => {
            size = { width: screen.naturalWidth, height: screen.naturalHeight };
          });
          async function follow() {
            for (;;) {
              try {
                const answer = await fetch('/screen.png?after=' + frame);
                if (!answer.ok) throw new Error(answer.status);
                const next = Number(answer.headers.get('X-Frame'));
                const blob = await answer.blob();
                if (next !== frame || !url) {
                  const old = url;
                  url = URL.createObjectURL(blob);
                  screen.src = url;
                  if (old) URL.revokeObjectURL(old);
                }
                frame = next;
                document.body.dataset.frame = frame;
                gone.style.display = 'none';
              } catch (error) {
                gone.style.display = 'block';
                frame = 0;
                await new Promise(done => setTimeout(done, 1000));
              }
            }
          }
          let slipUrl = null, slipSize = -1;
          async function followSlip() {
            for (;;) {
              try {
                const answer = await fetch('/slip.png');
                if (answer.status === 200) {
                  const blob = await answer.blob();
                  const image = document.getElementById('slip');
                  if (slipUrl) URL.revokeObjectURL(slipUrl);
                  slipUrl = URL.createObjectURL(blob);
                  image.src = slipUrl;
                  image.style.display = 'block';
                  document.getElementById('none').style.display = 'none';
                  document.body.dataset.slip = blob.size;
                }
              } catch (error) {}
              await new Promise(done => setTimeout(done, 1500));
            }
          }
          function place(event) {
            const box = screen.getBoundingClientRect();
            return {
              x: Math.floor((event.clientX - box.left) * size.width / box.width),
              y: Math.floor((event.clientY - box.top) * size.height / box.height)
            };
          }
          let chain = Promise.resolve();
          function touch(phase, event) {
            if (!size) return;
            const body = JSON.stringify({ ...place(event), phase });
            // One after the other, so that an up never overtakes its down.
            chain = chain.then(() => fetch('/touch', {
              method: 'POST', headers: { 'Content-Type': 'application/json' }, body
            })).catch(() => {});
          }
          screen.addEventListener('pointerdown', event => {
            screen.setPointerCapture(event.pointerId);
            touch('down', event);
          });
          screen.addEventListener('pointermove', event => {
            if (event.buttons) touch('move', event);
          });
          screen.addEventListener('pointerup', event => touch('up', event));
          screen.addEventListener('pointercancel', event => touch('cancel', event));
          follow();
          followSlip();
        </script>
        </html>
        """
}
