package org.clawdbot.config.internal.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clawdbot.api.host.Environment;
import org.clawdbot.config.internal.json5.Json5Editor;
import org.clawdbot.config.internal.json5.Json5Node;
import org.clawdbot.config.internal.json5.Json5Node.Item;
import org.clawdbot.config.internal.json5.Json5Node.ObjectNode;
import org.clawdbot.config.internal.json5.Json5Node.StringNode;

/** The process environment, backed by the {@code env} block of a file, whose entries may refer to other variables. */
public final class FileEnvironment implements Environment {

    private final Environment process;
    private final Map<String, String> block;

    private FileEnvironment(Environment process, Map<String, String> block) {
        this.process = process;
        this.block = block;
    }

    /** Makes an environment without a file. */
    public static FileEnvironment withoutFile(Environment process) {
        return new FileEnvironment(process, Map.of());
    }

    static FileEnvironment of(Environment process, Json5Node root) {
        Map<String, String> block = new HashMap<>();
        for (String path : new String[] {"env/vars", "env"}) {
            Json5Editor.find(root, List.of(path.split("/"))).ifPresent(node -> collect(node, block));
        }
        return new FileEnvironment(process, block);
    }

    private static void collect(Json5Node node, Map<String, String> block) {
        if (node instanceof ObjectNode object) {
            for (Item item : object.items()) {
                if (item.value() instanceof StringNode string) {
                    block.put(item.key(), string.text());
                }
            }
        }
    }

    @Override
    public Optional<String> get(String name) {
        return get(name, Set.of());
    }

    /** Looks a variable up for the value of another one, which must not be defined by itself. */
    Optional<String> get(String name, Set<String> users) {
        Optional<String> set = process.get(name);
        if (set.isPresent()) {
            return set;
        }
        String written = users.contains(name) ? null : block.get(name);
        if (written == null) {
            return Optional.empty();
        }
        Set<String> path = new HashSet<>(users);
        path.add(name);
        Substitution result = Substitution.of(written, other -> get(other, path));
        return result.unset().isEmpty()
                ? Optional.of(result.value().strip()).filter(value -> !value.isEmpty())
                : Optional.empty();
    }
}
