package org.clawdbot.launcher.dist;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle with the main service, in place of the shell. */
public final class TestMain implements BundleActivator, ToIntFunction<String[]> {

    @Override
    public void start(BundleContext context) {
        context.registerService(ToIntFunction.class, this, new Hashtable<>(Map.of("clawdbot.main", "true")));
        if (Boolean.parseBoolean(context.getProperty("test.main.announce"))) {
            System.err.println("test main has started");
        }
    }

    @Override
    public void stop(BundleContext context) {
        // The framework takes the service back.
    }

    @Override
    public int applyAsInt(String[] args) {
        List<String> words = Arrays.asList(args);
        PrintStream out = System.out;
        int verb = (int) words.stream().takeWhile(word -> word.startsWith("--")).count();
        return switch (words.get(verb)) {
            case "echo" -> {
                out.println(String.join("|", words));
                yield 0;
            }
            case "state" -> {
                out.println(System.getProperty("clawdbot.state.dir"));
                yield 0;
            }
            case "exit" -> Integer.parseInt(words.get(verb + 1));
            case "fail" -> throw new IllegalStateException("as asked");
            case "hang" -> hang(out);
            default -> 2;
        };
    }

    private static int hang(PrintStream out) {
        out.println("ready");
        out.flush();
        try {
            Thread.sleep(Long.MAX_VALUE);
            return 0;
        } catch (InterruptedException e) {
            return 1;
        }
    }
}
