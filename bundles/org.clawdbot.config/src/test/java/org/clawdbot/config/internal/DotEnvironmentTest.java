package org.clawdbot.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.host.Environment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotEnvironmentTest {

    @TempDir
    Path folder;

    @Test
    void theProcessWinsThenTheEarlierFileThenTheLaterLine() throws IOException {
        Path first = write("first", "A=first\nB=old\nB=first\n");
        Path second = write("second", "A=second\nB=second\nC=second\n");

        Environment environment = DotEnvironment.read(process(Map.of("A", "process")), List.of(first, second));

        assertThat(environment.get("A")).hasValue("process");
        assertThat(environment.get("B")).hasValue("first");
        assertThat(environment.get("C")).hasValue("second");
        assertThat(environment.get("D")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "A=plain|plain",
                "  export A = spaced  |spaced",
                "A=with # comment|with",
                "A=with#hash|with#hash",
                "A='single # quoted' # comment|single # quoted",
                "A=\"double \\\"quoted\\\"\"|double \"quoted\"",
                "A=${NOT_REPLACED}|${NOT_REPLACED}",
                "A=a=b|a=b",
            })
    void readsALine(String line, String value) throws IOException {
        assertThat(read(line).get("A")).hasValue(value);
    }

    @Test
    void linesEndInEveryWay() throws IOException {
        Environment environment = read("A=1\r\nB=2\nC=\"x\\ny\"");

        assertThat(environment.get("A")).hasValue("1");
        assertThat(environment.get("B")).hasValue("2");
        assertThat(environment.get("C")).hasValue("x\ny");
    }

    @Test
    void blankMeansNotSet() throws IOException {
        assertThat(read("A=\nB='  '\nC=#").get("A")).isEmpty();
        assertThat(read("B='  '").get("B")).isEmpty();
        assertThat(read("C=# only a comment").get("C")).isEmpty();
    }

    @Test
    void whatIsNoVariableIsLeftOut() throws IOException {
        Environment environment = read("# comment\n\nno variable here\n1A=x\nA=1");

        assertThat(environment.get("A")).hasValue("1");
        assertThat(environment.get("1A")).isEmpty();
    }

    @Test
    void aFileThatIsMissingOrNoTextCountsAsEmpty() throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {'A', '=', (byte) 0xff});

        assertThat(DotEnvironment.read(process(Map.of()), List.of(folder.resolve("none"), binary, folder))
                        .get("A"))
                .isEmpty();
    }

    private Environment read(String text) throws IOException {
        return DotEnvironment.read(process(Map.of()), List.of(write("one", text)));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    private static Environment process(Map<String, String> variables) {
        return name -> Optional.ofNullable(variables.get(name));
    }
}
