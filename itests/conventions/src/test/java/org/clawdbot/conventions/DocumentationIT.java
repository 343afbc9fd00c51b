package org.clawdbot.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/** What the pages name exists, and what exists is named by a page. */
class DocumentationIT {

    private static final Path TROUBLESHOOTING = Documents.ROOT.resolve("docs/troubleshooting.md");
    private static final Pattern COMMAND = Pattern.compile("^\\s*(?:\\./)?clawdbot ([^`|;&#]+)");
    private static final Pattern FLAG = Pattern.compile("--[a-z][a-z-]+");
    private static final Pattern VARIABLE = Pattern.compile("\\b(?:CHUTES|CLAWDBOT)_[A-Z]+(?:_[A-Z]+)*\\b");
    private static final Pattern SETTING = Pattern.compile("^(?:models|agents|auth)(?:\\.[a-zA-Z]+)+$");

    /** Where a code is given to an error, as text or by the name of a constant. */
    private static final Pattern CODE = Pattern.compile("(?:new \\w+Exception|\\bsuper|\\bneed|\\bbroken|\\bquota"
            + "|CommandFailure\\.(?:failed|unavailable)|\\breturn failed|new (?:CommandFailure|Report)\\(\\s*ExitCode\\.\\w+,)"
            + "\\(?\\s*(?:\"([a-z]+(?:-[a-z]+)*)\"|([A-Z][A-Z_]+))\\s*,");

    private final Map<String, CommandSpec> commands = CommandPage.commands();

    @Test
    void thePageOfCommandsSaysWhatTheProgramSays() throws IOException {
        Path page = Documents.ROOT.resolve("docs/commands.md");
        if (Boolean.getBoolean("docs.accept")) {
            Files.writeString(page, CommandPage.text());
        }

        assertThat(page)
                .as("mvn -pl itests/conventions -am verify -Dit.test=DocumentationIT -Ddocs.accept=true writes it anew")
                .content()
                .isEqualTo(CommandPage.text());
    }

    @Test
    void everyCommandAndFlagThatIsNamedExists() {
        List<String> unknown = new ArrayList<>();
        Documents.pages().forEach((page, text) -> {
            for (String code : Documents.code(text)) {
                Matcher matcher = COMMAND.matcher(code);
                while (matcher.find()) {
                    problem(matcher.group(1)).ifPresent(problem -> unknown.add(page + ": " + code + ": " + problem));
                }
            }
        });

        assertThat(unknown).isEmpty();
    }

    /** Follows the words of a command line through the commands; what follows the last command are its arguments. */
    private Optional<String> problem(String line) {
        String path = "";
        boolean arguments = false;
        for (String word : line.strip().split("\\s+")) {
            String below = (path + " " + word).strip();
            if (!arguments && commands.containsKey(below)) {
                path = below;
            } else if (!word.startsWith("-")) {
                boolean group = !commands.get(path).subcommands().isEmpty();
                if (group && word.matches("[a-z][a-z-]*")) {
                    return Optional.of("no command " + below);
                }
                arguments = true;
            }
        }
        SortedSet<String> flags = matches(FLAG, line);
        flags.removeAll(commands.get(path).optionsMap().keySet());
        return flags.isEmpty() ? Optional.empty() : Optional.of("no flag " + flags);
    }

    @Test
    void everyVariableThatIsNamedIsReadAndTheOtherWayRound() {
        SortedSet<String> named = new TreeSet<>();
        Documents.pages().values().forEach(page -> named.addAll(matches(VARIABLE, page)));
        SortedSet<String> read = new TreeSet<>();
        Documents.sources().forEach(source -> {
            for (String literal : matches(Pattern.compile("\"" + VARIABLE.pattern() + "\""), source)) {
                read.add(literal.replace("\"", ""));
            }
        });
        read.addAll(matches(VARIABLE, Documents.read(Documents.ROOT.resolve("clawdbot"))));

        assertThat(named).isEqualTo(read);
    }

    @Test
    void everySettingThatIsNamedIsInTheCommentedFile() {
        String file = Documents.read(Documents.ROOT.resolve("config/clawdbot.json5"));
        Documents.pages().forEach((page, text) -> Documents.code(text).stream()
                .filter(code -> SETTING.matcher(code).matches() && !code.endsWith(".target"))
                .forEach(code -> assertThat(code.split("\\."))
                        .as("%s in %s", code, page)
                        .allSatisfy(key -> assertThat(file).containsPattern("\\b" + key + ": "))));
    }

    @Test
    void everyErrorCodeHasItsRowAndEveryRowItsCode() {
        SortedSet<String> used = new TreeSet<>();
        List<String> sources = Documents.sources();
        for (String source : sources) {
            Matcher matcher = CODE.matcher(source);
            while (matcher.find()) {
                used.add(matcher.group(1) != null ? matcher.group(1) : constant(matcher.group(2), source));
            }
        }
        used.remove("");

        assertThat(rows("Error codes", "([a-z]+(?:-[a-z]+)*)"))
                .containsAll(used)
                .allSatisfy(code -> assertThat(sources.stream().anyMatch(source -> source.contains("\"" + code + "\"")))
                        .as(code)
                        .isTrue());
    }

    /** Gives the text of a constant that is declared in the same file; another one is no code. */
    private static String constant(String name, String source) {
        Matcher declared = Pattern.compile("String " + name + " = \"([a-z]+(?:-[a-z]+)*)\"")
                .matcher(source);
        return declared.find() ? declared.group(1) : "";
    }

    @Test
    void everyExitCodeHasItsRowInBothTables() throws IllegalAccessException {
        SortedSet<String> codes = new TreeSet<>();
        for (Field field : ExitCode.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                codes.add(String.valueOf(field.getInt(null)));
            }
        }

        assertThat(rows("Exit codes", "(\\d+)")).isEqualTo(codes);
        assertThat(matches(
                        Pattern.compile("(?m)^\\| (?:\\d+) \\|"), Documents.read(Documents.ROOT.resolve("README.md"))))
                .allSatisfy(row -> assertThat(codes).contains(row.replaceAll("\\D", "")))
                .hasSameSizeAs(codes);
    }

    /** Gives the first cells of the table below a heading of the page. */
    private static SortedSet<String> rows(String heading, String cell) {
        String page = Documents.read(TROUBLESHOOTING);
        String section = page.substring(page.indexOf("## " + heading) + 3);
        int next = section.indexOf("\n## ");
        Matcher rows = Pattern.compile("(?m)^\\| `?" + cell + "`? \\|")
                .matcher(next < 0 ? section : section.substring(0, next));
        SortedSet<String> cells = new TreeSet<>();
        while (rows.find()) {
            assertThat(cells.add(rows.group(1)))
                    .as("one row for %s", rows.group(1))
                    .isTrue();
        }
        return cells;
    }

    private static SortedSet<String> matches(Pattern pattern, String text) {
        SortedSet<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}
