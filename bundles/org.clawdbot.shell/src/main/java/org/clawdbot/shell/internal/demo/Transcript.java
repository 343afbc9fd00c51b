package org.clawdbot.shell.internal.demo;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What a process prints: shown as it comes, and kept to be checked. */
final class Transcript {

    private final StringBuilder text = new StringBuilder();
    private final PrintStream shown;
    private boolean ended;

    Transcript(Process process, PrintStream shown) {
        this.shown = shown;
        Thread reader = new Thread(() -> read(process), "clawdbot-demo-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Process process) {
        char[] buffer = new char[1024];
        try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                String piece = String.valueOf(buffer, 0, count);
                shown.print(piece);
                shown.flush();
                add(piece, false);
            }
        } catch (IOException closed) {
            // the process was ended
        } finally {
            add("", true);
        }
    }

    private synchronized void add(String piece, boolean last) {
        text.append(piece);
        ended |= last;
        notifyAll();
    }

    synchronized String text() {
        return text.toString();
    }

    /** Waits until a text has come and gives whether it has. */
    synchronized boolean await(String wanted, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (text.indexOf(wanted) < 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (ended || left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Waits for the end of the output. */
    synchronized boolean awaitEnd(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!ended) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
