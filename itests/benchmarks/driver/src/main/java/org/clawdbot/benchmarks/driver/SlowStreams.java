package org.clawdbot.benchmarks.driver;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes one piece per 100 ms to each of many replies, spread over the time, by one thread. It begins when all have come
 * that are to be there at a time, or no more come.
 */
final class SlowStreams {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final List<List<Slow>> phases = new ArrayList<>();
    private final List<Slow> waiting = new ArrayList<>();
    private long lastCame;
    private boolean running;
    private volatile boolean closed;

    SlowStreams() {
        for (int i = 0; i < Payload.SLOW_MILLIS; i++) {
            phases.add(new ArrayList<>());
        }
    }

    /**
     * Sends a reply and returns after its last piece.
     *
     * @param atATime how many replies begin together, of which this is one
     */
    void stream(OutputStream out, int atATime) throws InterruptedException {
        Slow stream = new Slow(out);
        synchronized (this) {
            waiting.add(stream);
            lastCame = System.nanoTime();
            if (waiting.size() == atATime) {
                begin();
            }
            if (!running) {
                running = true;
                Thread ticker = new Thread(this::tick, "benchmark-ticker");
                ticker.setDaemon(true);
                ticker.start();
            }
        }
        stream.ended.await();
    }

    void close() {
        closed = true;
    }

    private void begin() {
        for (int i = 0; i < waiting.size(); i++) {
            phases.get(i % phases.size()).add(waiting.get(i));
        }
        waiting.clear();
    }

    private void tick() {
        long due = System.nanoTime();
        for (int phase = 0; !closed; phase = (phase + 1) % phases.size()) {
            due += TimeUnit.MILLISECONDS.toNanos(1);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            synchronized (this) {
                phases.get(phase).removeIf(Slow::send);
                if (!waiting.isEmpty() && System.nanoTime() - lastCame > PATIENCE_NANOS) {
                    begin();
                }
            }
        }
    }

    /** One reply. */
    private static final class Slow {

        private final OutputStream out;
        private final CountDownLatch ended = new CountDownLatch(1);
        private int sent;

        private Slow(OutputStream out) {
            this.out = out;
        }

        /** Sends the next piece; true if it was the last one. */
        private boolean send() {
            try {
                out.write(Payload.timePiece());
                if (++sent < Payload.SLOW_PIECES) {
                    return false;
                }
                out.write(Payload.end("stop", true));
            } catch (IOException e) {
                // the client has gone
            }
            ended.countDown();
            return true;
        }
    }
}
