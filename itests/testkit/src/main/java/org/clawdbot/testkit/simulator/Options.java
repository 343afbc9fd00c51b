package org.clawdbot.testkit.simulator;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.clawdbot.testkit.simulator.idp.IdpSettings;

/** What the command line of {@link SimulatorMain} says. */
record Options(
        int port,
        Optional<String> scenario,
        Optional<String> models,
        IdpSettings idp,
        boolean json,
        boolean exitWithParent,
        boolean help) {

    private static final int MAX_PORT = 65535;

    static Options parse(String[] args) {
        int port = 0;
        Optional<String> scenario = Optional.empty();
        Optional<String> models = Optional.empty();
        IdpSettings.Builder idp = IdpSettings.builder();
        boolean json = false;
        boolean exitWithParent = false;
        boolean help = false;
        Iterator<String> words = List.of(args).iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--port" -> port = port(value(word, words));
                case "--scenario" -> scenario = Optional.of(value(word, words));
                case "--models" -> models = Optional.of(value(word, words));
                case "--idp" -> set(idp, value(word, words));
                case "--json" -> json = true;
                case "--exit-with-parent" -> exitWithParent = true;
                case "--help", "-h" -> help = true;
                default -> throw new IllegalArgumentException("unknown option " + word);
            }
        }
        return new Options(port, scenario, models, idp.build(), json, exitWithParent, help);
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.next();
    }

    private static void set(IdpSettings.Builder idp, String setting) {
        int equals = setting.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("--idp needs KEY=VALUE, not " + setting);
        }
        try {
            idp.set(setting.substring(0, equals), setting.substring(equals + 1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--idp: " + e.getMessage(), e);
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--port needs a number, not " + text, e);
        }
        throw new IllegalArgumentException("--port must be 0 to " + MAX_PORT + ", not " + text);
    }
}
