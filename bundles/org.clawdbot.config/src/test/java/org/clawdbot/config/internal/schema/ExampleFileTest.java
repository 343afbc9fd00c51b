package org.clawdbot.config.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.clawdbot.config.internal.schema.Rule.ArrayRule;
import org.clawdbot.config.internal.schema.Rule.EitherRule;
import org.clawdbot.config.internal.schema.Rule.IgnoredRule;
import org.clawdbot.config.internal.schema.Rule.ObjectRule;
import org.junit.jupiter.api.Test;

class ExampleFileTest {

    private static final Path EXAMPLE = Path.of("../../config/clawdbot.json5");

    @Test
    void exampleIsFreeOfProblems() throws IOException {
        assertThat(example().problems()).isEmpty();
    }

    @Test
    void exampleHoldsEveryKeyOfTheSchemaAndNoOther() throws IOException {
        Set<String> known = new TreeSet<>();
        collect(HostSchema.ROOT, "", known);
        Set<String> shown = new TreeSet<>();
        collect(example().written(), HostSchema.ROOT, "", shown);

        assertThat(shown).isEqualTo(known);
    }

    private static Settings example() throws IOException {
        return Settings.read(EXAMPLE, Files.readString(EXAMPLE), name -> Optional.empty(), file -> Optional.empty());
    }

    private static void collect(Rule rule, String path, Set<String> keys) {
        if (rule instanceof ObjectRule object) {
            object.keys().forEach((key, child) -> {
                if (!(child instanceof IgnoredRule)) {
                    keys.add(path + key);
                    collect(child, path + key + ".", keys);
                }
            });
            if (object.others() != null) {
                collect(object.others().values(), path + "*.", keys);
            }
        } else if (rule instanceof ArrayRule array) {
            collect(array.elements(), path, keys);
        } else if (rule instanceof EitherRule either) {
            either.rules().forEach(each -> collect(each, path, keys));
        }
    }

    private static void collect(Object value, Rule rule, String path, Set<String> keys) {
        if (rule instanceof EitherRule either) {
            either.rules().forEach(each -> collect(value, each, path, keys));
        } else if (value instanceof Map<?, ?> map && rule instanceof ObjectRule object) {
            map.forEach((key, child) -> {
                Rule known = object.keys().get(key);
                if (known != null) {
                    keys.add(path + key);
                    collect(child, known, path + key + ".", keys);
                } else if (object.others() != null) {
                    collect(child, object.others().values(), path + "*.", keys);
                } else {
                    keys.add(path + key + " (unknown)");
                }
            });
        } else if (value instanceof List<?> list && rule instanceof ArrayRule array) {
            list.forEach(element -> collect(element, array.elements(), path, keys));
        }
    }
}
