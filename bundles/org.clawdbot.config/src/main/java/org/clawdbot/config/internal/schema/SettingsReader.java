package org.clawdbot.config.internal.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.clawdbot.config.internal.json5.Json5Node;
import org.clawdbot.config.internal.json5.Json5Node.ArrayNode;
import org.clawdbot.config.internal.json5.Json5Node.Item;
import org.clawdbot.config.internal.json5.Json5Node.ObjectNode;
import org.clawdbot.config.internal.json5.Json5Node.StringNode;
import org.clawdbot.config.internal.schema.Rule.AnyRule;
import org.clawdbot.config.internal.schema.Rule.ArrayRule;
import org.clawdbot.config.internal.schema.Rule.EitherRule;
import org.clawdbot.config.internal.schema.Rule.IgnoredRule;
import org.clawdbot.config.internal.schema.Rule.ObjectRule;
import org.clawdbot.config.internal.schema.Rule.Others;
import org.clawdbot.config.internal.schema.Rule.ScalarRule;
import org.jspecify.annotations.Nullable;

/** Walks a tree and its schema side by side: replaces variables, checks, and returns what is fit for use. */
final class SettingsReader {

    private static final AnyRule ANY = new AnyRule();

    private final SourceText source;
    private final FileEnvironment environment;
    private final Findings findings;

    SettingsReader(SourceText source, FileEnvironment environment, Findings findings) {
        this.source = source;
        this.environment = environment;
        this.findings = findings;
    }

    @Nullable
    Object read(Json5Node root) {
        return read(root, HostSchema.ROOT, "");
    }

    private @Nullable Object read(Json5Node node, Rule rule, String path) {
        if (rule instanceof EitherRule either) {
            Optional<Rule> fitting = either.rules().stream()
                    .filter(candidate -> fitsKind(node, candidate))
                    .findFirst();
            return fitting.isPresent() ? read(node, fitting.get(), path) : mismatch(node, rule, path);
        }
        if (rule instanceof ObjectRule object) {
            return readObject(node, object, path);
        }
        if (rule instanceof ArrayRule array) {
            return node instanceof ArrayNode list ? elements(list, array.elements(), path) : mismatch(node, rule, path);
        }
        if (rule instanceof ScalarRule scalar) {
            return readScalar(node, scalar, path);
        }
        if (rule instanceof IgnoredRule ignored) {
            findings.warning(node.start(), path, "is ignored; " + ignored.hint());
        }
        return readAny(node, path);
    }

    private static boolean fitsKind(Json5Node node, Rule rule) {
        if (rule instanceof ObjectRule) {
            return node instanceof ObjectNode;
        }
        return rule instanceof ArrayRule
                ? node instanceof ArrayNode
                : rule instanceof ScalarRule scalar && scalar.type().fits(node.toValue());
    }

    private @Nullable Object mismatch(Json5Node node, Rule rule, String path) {
        readAny(node, path);
        findings.error(node.start(), path, "expected " + rule.expected() + ", found " + node.kind());
        return null;
    }

    private @Nullable Object readObject(Json5Node node, ObjectRule rule, String path) {
        String shorthand = rule.shorthand();
        if (node instanceof StringNode && shorthand != null) {
            Rule meant = rule.keys().getOrDefault(shorthand, ANY);
            Object value = read(node, meant, path);
            return value == null ? null : Map.of(shorthand, value);
        }
        if (!(node instanceof ObjectNode object)) {
            return mismatch(node, rule, path);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        for (Item item : membersThatCount(object, path)) {
            Object value = member(item, rule, KeyPath.member(path, item.key()));
            if (value != null) {
                result.put(item.key(), value);
            }
        }
        for (String key : rule.required()) {
            if (object.find(key).isEmpty()) {
                findings.error(object.start(), path, "needs the key \"" + key + "\"");
            }
        }
        return result;
    }

    private @Nullable Object member(Item item, ObjectRule rule, String path) {
        Rule known = rule.keys().get(item.key());
        if (known != null) {
            return read(item.value(), known, path);
        }
        Others others = rule.others();
        if (others == null) {
            String hint = NearestKey.hint(item.key(), rule.keys().keySet());
            findings.warning(item.start(), path, "unknown key" + hint);
            readAny(item.value(), path);
            return null;
        }
        if (!others.keys().accepts(item.key())) {
            findings.error(item.start(), path, "is not a usable " + others.name());
        }
        return read(item.value(), others.values(), path);
    }

    /** Leaves out members whose key comes again later, and warns of them. */
    private List<Item> membersThatCount(ObjectNode object, String path) {
        Map<String, Integer> last = new HashMap<>();
        for (Item item : object.items()) {
            Integer earlier = last.put(item.key(), item.start());
            if (earlier != null) {
                findings.warning(
                        item.start(),
                        KeyPath.member(path, item.key()),
                        "duplicate key; this value wins over the one in line " + source.lineAt(earlier));
            }
        }
        return object.items().stream()
                .filter(item -> Objects.equals(last.get(item.key()), item.start()))
                .toList();
    }

    private List<Object> elements(ArrayNode array, Rule rule, String path) {
        List<Object> result = new ArrayList<>();
        for (int i = 0; i < array.items().size(); i++) {
            Object value = read(array.items().get(i).value(), rule, KeyPath.element(path, i));
            if (value != null) {
                result.add(value);
            }
        }
        return result;
    }

    private @Nullable Object readScalar(Json5Node node, ScalarRule rule, String path) {
        if (!rule.type().fits(node.toValue())) {
            return mismatch(node, rule, path);
        }
        Object value = readAny(node, path);
        String complaint = value == null ? null : rule.check().complaint(value);
        if (complaint != null) {
            findings.error(node.start(), path, complaint);
            return null;
        }
        return value;
    }

    private @Nullable Object readAny(Json5Node node, String path) {
        if (node instanceof StringNode string) {
            return substitute(string, path);
        }
        if (node instanceof ArrayNode array) {
            return elements(array, ANY, path);
        }
        if (node instanceof ObjectNode object) {
            Map<String, Object> result = new LinkedHashMap<>();
            for (Item item : membersThatCount(object, path)) {
                Object value = readAny(item.value(), KeyPath.member(path, item.key()));
                if (value != null) {
                    result.put(item.key(), value);
                }
            }
            return result;
        }
        return node.toValue();
    }

    private @Nullable String substitute(StringNode node, String path) {
        Set<String> users = path.startsWith("env.") ? Set.of(path.substring(path.lastIndexOf('.') + 1)) : Set.of();
        Substitution result = Substitution.of(node.text(), name -> environment.get(name, users));
        boolean literal = source.between(node.start() + 1, node.end() - 1).equals(node.text());
        for (Substitution.Unset unset : result.unset()) {
            findings.error(
                    literal ? node.start() + 1 + unset.index() : node.start(),
                    path,
                    "the environment variable " + unset.name() + " is not set or blank; set it, or write $${"
                            + unset.name() + "} if the text is meant literally");
        }
        return result.unset().isEmpty() ? result.value() : null;
    }
}
