package org.clawdbot.config.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.host.ConfigurationProblem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludesTest {

    @TempDir
    Path outside;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(outside.resolve("host"));
    }

    @Test
    void aFileTakesThePlaceOfTheInclude() {
        file("more.json5", "{a: 1, b: [2]}");

        assertThat(meta("{$include: './more.json5'}")).isEqualTo(Map.of("a", 1, "b", List.of(2)));
    }

    @Test
    void anIncludeMayBeTheWholeFile() {
        file("all.json5", "{meta: {a: 1}}");

        assertThat(written("{$include: 'all.json5'}")).isEqualTo(Map.of("meta", Map.of("a", 1)));
    }

    @Test
    void anIncludedValueNeedNotBeAnObject() {
        file("list.json5", "[1, 2]");

        assertThat(meta("{k: {$include: 'list.json5'}}")).isEqualTo(Map.of("k", List.of(1, 2)));
    }

    @Test
    void includesWorkWithinArrays() {
        file("one.json5", "{a: 1}");

        assertThat(meta("{k: [{$include: 'one.json5'}, 2]}")).isEqualTo(Map.of("k", List.of(Map.of("a", 1), 2)));
    }

    @Test
    void laterFilesWinOverEarlierOnes() {
        file("1.json5", "{a: 1, b: 1}");
        file("2.json5", "{b: 2, c: 2}");

        assertThat(meta("{$include: ['1.json5', '2.json5']}")).isEqualTo(Map.of("a", 1, "b", 2, "c", 2));
    }

    @Test
    void keysBesideAnIncludeWinOverIt() {
        file("more.json5", "{a: 1, b: {c: 1, d: 1}}");

        assertThat(meta("{b: {d: 2}, $include: 'more.json5'}")).isEqualTo(Map.of("a", 1, "b", Map.of("c", 1, "d", 2)));
    }

    @Test
    void objectsAreMergedArraysJoinedAndTheRestReplaced() {
        file("1.json5", "{o: {x: 1, deep: {y: 1}}, l: [1], s: 'one', n: {was: 'object'}}");
        file("2.json5", "{o: {deep: {z: 2}}, l: [2], s: 'two', n: 3}");

        assertThat(meta("{$include: ['1.json5', '2.json5']}"))
                .isEqualTo(Map.of(
                        "o", Map.of("x", 1, "deep", Map.of("y", 1, "z", 2)), "l", List.of(1, 2), "s", "two", "n", 3));
    }

    @Test
    void filesIncludeOthersRelativeToThemselves() {
        file("sub/a.json5", "{$include: 'b.json5'}");
        file("sub/b.json5", "{$include: '../c.json5', b: 1}");
        file("c.json5", "{c: 1}");

        assertThat(meta("{$include: 'sub/a.json5'}")).isEqualTo(Map.of("c", 1, "b", 1));
    }

    @Test
    void theSameFileMayBeIncludedTwice() {
        file("x.json5", "{x: 1}");

        assertThat(meta("{a: {$include: 'x.json5'}, b: {$include: 'x.json5'}}"))
                .isEqualTo(Map.of("a", Map.of("x", 1), "b", Map.of("x", 1)));
    }

    @Test
    void anAbsoluteNameWithinTheFolderIsFine() {
        Path more = file("more.json5", "{a: 1}");

        assertThat(meta("{$include: '" + more + "'}")).isEqualTo(Map.of("a", 1));
    }

    @Test
    void variablesOfAnIncludedFileAreReplacedAndItsEnvBlockCounts() {
        file("env.json5", "{env: {A: 'value'}}");

        Settings settings = read("{$include: 'env.json5', meta: {a: '${A}'}}");

        assertThat(settings.problems()).isEmpty();
        assertThat(settings.resolved().get("meta")).isEqualTo(Map.of("a", "value"));
    }

    @Test
    void anEmptyListIncludesNothing() {
        assertThat(meta("{$include: [], a: 1}")).isEqualTo(Map.of("a", 1));
    }

    @Test
    void tellsWhichFilesItRead() {
        file("a.json5", "{$include: 'b.json5'}");
        file("b.json5", "{}");

        assertThat(read("{$include: 'a.json5'}").files())
                .extracting(path -> path.getFileName().toString())
                .containsExactly("clawdbot.json", "a.json5", "b.json5");
    }

    @Test
    void whatTheFileItselfSaysIsKnownApart() {
        file("more.json5", "{a: 1}");

        Settings settings = read("{meta: {$include: 'more.json5', b: 2}}");

        assertThat(settings.own()).isEqualTo(Map.of("meta", Map.of("$include", "more.json5", "b", 2)));
        assertThat(settings.written()).isEqualTo(Map.of("meta", Map.of("a", 1, "b", 2)));
    }

    @Test
    void problemsOfAnIncludedFileNameItsOwnLines() {
        file("more.json5", "{\n  teeOnly: 'yes',\n  oops: 1 }");

        assertThat(problems("{models: {providers: {chutes: {$include: 'more.json5'}}}}"))
                .containsExactly(
                        "E more.json5:2:12: models.providers.chutes.teeOnly: expected true or false, found a string",
                        "W more.json5:3:3: models.providers.chutes.oops: unknown key");
    }

    @Test
    void problemsOfTheFileItselfKeepTheirLines() {
        file("more.json5", "{\n\n\n}");

        assertThat(problems("{$include: 'more.json5',\n  oops: 1}"))
                .containsExactly("W clawdbot.json:2:3: oops: unknown key");
    }

    @Test
    void anUnsetVariableIsFoundWithinAnIncludedFile() {
        file("more.json5", "{a: 'x ${NONE}'}");

        assertThat(problems("{meta: {$include: 'more.json5'}}"))
                .singleElement()
                .asString()
                .startsWith("E more.json5:1:8: meta.a: the environment variable NONE is not set");
    }

    @Test
    void aSyntaxErrorOfAnIncludedFileNamesItsPlace() {
        file("broken.json5", "{\n  a 1}");

        assertThat(problems("{meta: {$include: 'broken.json5'}}"))
                .containsExactly("E broken.json5:2:5: expected ':' after the key, found '1'");
    }

    @Test
    void aMissingFileIsNamedWhereItIsIncluded() {
        assertThat(problems("{meta: {$include: 'none.json5'}}"))
                .containsExactly("E clawdbot.json:1:19: meta.$include: names a file that does not exist");
    }

    @Test
    void circlesAreFound() {
        file("a.json5", "{$include: 'b.json5'}");
        file("b.json5", "{$include: 'a.json5'}");

        assertThat(problems("{$include: 'a.json5'}"))
                .containsExactly(
                        "E b.json5:1:12: $include: goes round in a circle: clawdbot.json → a.json5 → b.json5 → a.json5");
    }

    @Test
    void aFileThatIncludesItselfIsFound() {
        assertThat(problems("{$include: 'clawdbot.json'}"))
                .containsExactly(
                        "E clawdbot.json:1:12: $include: goes round in a circle: clawdbot.json → clawdbot.json");
    }

    @Test
    void nestingEndsSomewhere() {
        for (int i = 0; i < 12; i++) {
            file(i + ".json5", "{$include: '" + (i + 1) + ".json5'}");
        }
        file("12.json5", "{}");

        assertThat(problems("{$include: '0.json5'}"))
                .containsExactly("E 9.json5:1:12: $include: is nested more than 10 deep");
    }

    @Test
    void includesDoNotMultiply() {
        file("leaf.json5", "{}");
        String many = "{$include: [" + "'leaf.json5',".repeat(101) + "]}";

        assertThat(problems(many)).singleElement().asString().contains("more than 100 includes");
    }

    @Test
    void theNameMustBeText() {
        assertThat(problems("{meta: {$include: 5}}"))
                .containsExactly("E clawdbot.json:1:19: meta.$include: expected the name of a file or an array of"
                        + " names, found a number");
        assertThat(problems("{meta: {$include: ['a.json5', null]}}")).hasSize(2);
    }

    @Test
    void keysBesideAnIncludeNeedAnObjectThere() {
        file("list.json5", "[1]");

        assertThat(problems("{meta: {$include: 'list.json5', a: 1}}"))
                .containsExactly(
                        "E clawdbot.json:1:33: meta.a: cannot stand beside an $include of an array, only beside"
                                + " one of an object");
    }

    @Test
    void nothingOutsideOfTheFolderIsRead() throws IOException {
        Files.writeString(outside.resolve("secret.json5"), "{a: 1}");
        Files.createSymbolicLink(folder.resolve("link.json5"), outside.resolve("secret.json5"));

        assertThat(List.of("../secret.json5", outside.resolve("secret.json5").toString(), "link.json5", "/etc/hosts"))
                .allSatisfy(name -> assertThat(problems("{meta: {$include: '" + name + "'}}"))
                        .singleElement()
                        .asString()
                        .contains("meta.$include: leads out of "));
    }

    @Test
    void aFolderIsNoFile() throws IOException {
        Files.createDirectory(folder.resolve("sub"));

        assertThat(problems("{meta: {$include: 'sub'}}")).hasSize(1);
    }

    private Path file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Settings read(String text) {
        return Settings.read(file("clawdbot.json", text), text, name -> Optional.empty(), IncludesTest::text);
    }

    private static Optional<String> text(Path path) {
        try {
            return Optional.of(Files.readString(path));
        } catch (IOException e) {
            throw new org.clawdbot.api.host.ConfigurationException(
                    "unreadable",
                    List.of(new ConfigurationProblem(
                            ConfigurationProblem.Severity.ERROR, path, 0, 0, "", "cannot be read")));
        }
    }

    private Object meta(String text) {
        return ((Map<?, ?>) written("{meta: " + text + "}")).get("meta");
    }

    private Object written(String text) {
        Settings settings = read(text);
        assertThat(settings.problems()).isEmpty();
        return settings.written();
    }

    private List<String> problems(String text) {
        return read(text).problems().stream()
                .map(problem ->
                        (problem.isError() ? "E " : "W ") + problem.toString().replace(folder + "/", ""))
                .toList();
    }
}
