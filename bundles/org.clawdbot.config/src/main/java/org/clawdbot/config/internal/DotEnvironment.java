package org.clawdbot.config.internal;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clawdbot.api.host.Environment;

/**
 * The process environment, backed by {@code .env} files of lines {@code NAME=value}: the earlier file wins, and within one
 * the later line. A value may stand in quotes; nothing in it is replaced, except line ends and quotes escaped within double
 * quotes.
 */
final class DotEnvironment implements Environment {

    private static final Logger LOG = System.getLogger("org.clawdbot.config");
    private static final long MAX_BYTES = 256L * 1024;
    private static final Pattern LINE = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
    private static final Pattern SINGLE_QUOTED = Pattern.compile("'([^']*)'\\s*(?:#.*)?");
    private static final Pattern DOUBLE_QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(?:#.*)?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    private final Environment process;
    private final Map<String, String> variables;

    private DotEnvironment(Environment process, Map<String, String> variables) {
        this.process = process;
        this.variables = variables;
    }

    /** Reads the files as they are now; one that is not there counts as empty, as does one that cannot be read. */
    static DotEnvironment read(Environment process, List<Path> files) {
        Map<String, String> variables = new HashMap<>();
        for (Path file : files) {
            lines(file).forEach(variables::putIfAbsent);
        }
        return new DotEnvironment(process, variables);
    }

    @Override
    public Optional<String> get(String name) {
        return process.get(name).or(() -> Optional.ofNullable(variables.get(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty()));
    }

    private static Map<String, String> lines(Path file) {
        Map<String, String> found = new HashMap<>();
        try {
            if (Files.size(file) > MAX_BYTES) {
                LOG.log(Level.WARNING, "{0} is too large to be a list of variables and is not read", file);
                return found;
            }
            String[] lines = Files.readString(file, StandardCharsets.UTF_8).split("\\R", -1);
            for (int i = 0; i < lines.length; i++) {
                String line = lines[i].strip();
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    found.put(matcher.group(1), value(matcher.group(2).strip()));
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    LOG.log(Level.WARNING, "{0}:{1}: expected NAME=value; the line is ignored", file, i + 1);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.log(Level.DEBUG, "{0} is not there", file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be read: {1}", file, e.toString());
        }
        return found;
    }

    private static String value(String written) {
        Matcher single = SINGLE_QUOTED.matcher(written);
        if (single.matches()) {
            return single.group(1);
        }
        Matcher quoted = DOUBLE_QUOTED.matcher(written);
        if (quoted.matches()) {
            return ESCAPE.matcher(quoted.group(1))
                    .replaceAll(
                            escape -> Matcher.quoteReplacement(escape.group(1).equals("n") ? "\n" : escape.group(1)));
        }
        int comment = written.startsWith("#") ? 0 : written.indexOf(" #");
        return comment < 0 ? written : written.substring(0, comment).strip();
    }
}
