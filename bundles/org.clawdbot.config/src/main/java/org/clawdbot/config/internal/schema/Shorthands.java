package org.clawdbot.config.internal.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.config.internal.json5.Json5Editor;
import org.clawdbot.config.internal.json5.Json5Node;
import org.clawdbot.config.internal.json5.Json5Node.StringNode;
import org.clawdbot.config.internal.json5.Json5Parser;
import org.clawdbot.config.internal.schema.Rule.ObjectRule;
import org.jspecify.annotations.Nullable;

/** Writes out plain strings that stand for an object, so that another key of the object can be set beside them. */
public final class Shorthands {

    private Shorthands() {}

    /** Returns the text with every shorthand on the way to a path replaced by the object that it stands for. */
    public static String expand(String text, List<String> path) {
        @Nullable Rule rule = HostSchema.ROOT;
        Json5Node root = Json5Parser.parse(text);
        for (int i = 0; i < path.size(); i++) {
            if (!(rule instanceof ObjectRule object)) {
                return text;
            }
            String shorthand = object.shorthand();
            Optional<Json5Node> node = Json5Editor.find(root, path.subList(0, i));
            if (shorthand != null && node.isPresent() && node.get() instanceof StringNode string) {
                return Json5Editor.set(text, path.subList(0, i), Map.of(shorthand, string.text()));
            }
            rule = next(object, path.get(i));
        }
        return text;
    }

    private static @Nullable Rule next(ObjectRule rule, String key) {
        Rule.Others others = rule.others();
        Rule known = rule.keys().get(key);
        return known == null && others != null ? others.values() : known;
    }
}
