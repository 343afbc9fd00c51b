package org.clawdbot.config.internal.schema;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clawdbot.api.host.ConfigurationException;
import org.clawdbot.api.host.ConfigurationProblem;
import org.clawdbot.config.internal.json5.Json5Exception;
import org.clawdbot.config.internal.json5.Json5Node;
import org.clawdbot.config.internal.json5.Json5Node.ArrayNode;
import org.clawdbot.config.internal.json5.Json5Node.Item;
import org.clawdbot.config.internal.json5.Json5Node.ObjectNode;
import org.clawdbot.config.internal.json5.Json5Node.StringNode;
import org.clawdbot.config.internal.json5.Json5Parser;
import org.clawdbot.config.internal.schema.SourceText.Place;
import org.jspecify.annotations.Nullable;

/**
 * Puts in the place of each {@code $include} what the named files hold. Files are merged from left to right and the keys
 * beside {@code $include} come last: objects are merged, arrays joined, anything else is replaced. No file outside of the
 * folder of the including host file is read, whatever links there are.
 */
final class Includes {

    private static final String KEY = "$include";
    private static final int MAX_DEPTH = 10;
    private static final int MAX_FILES = 100;

    private final SourceText source;
    private final Findings findings;
    private final Settings.Texts texts;
    private final Path folder;
    private final List<Path> chain = new ArrayList<>();
    private int files;

    Includes(Path file, SourceText source, Findings findings, Settings.Texts texts) {
        this.source = source;
        this.findings = findings;
        this.texts = texts;
        this.folder = folderOf(file.toAbsolutePath().normalize());
        this.chain.add(file.toAbsolutePath().normalize());
    }

    Json5Node resolve(Json5Node root) {
        return resolve(root, "");
    }

    private Json5Node resolve(Json5Node node, String path) {
        if (node instanceof ArrayNode array) {
            List<Item> items = new ArrayList<>();
            for (int i = 0; i < array.items().size(); i++) {
                items.add(with(array.items().get(i), KeyPath.element(path, i)));
            }
            return new ArrayNode(array.start(), array.end(), items);
        }
        return node instanceof ObjectNode object ? resolveObject(object, path) : node;
    }

    private Json5Node resolveObject(ObjectNode object, String path) {
        List<Item> own = object.items().stream()
                .filter(item -> !item.key().equals(KEY))
                .map(item -> with(item, KeyPath.member(path, item.key())))
                .toList();
        ObjectNode rest = new ObjectNode(object.start(), object.end(), own);
        Json5Node included =
                object.find(KEY).map(item -> included(item.value(), path)).orElse(null);
        if (included == null) {
            return rest;
        }
        if (!own.isEmpty() && !(included instanceof ObjectNode)) {
            findings.error(
                    own.get(0).start(),
                    KeyPath.member(path, own.get(0).key()),
                    "cannot stand beside an $include of " + included.kind() + ", only beside one of an object");
            return rest;
        }
        return own.isEmpty() ? included : merge(included, rest);
    }

    private Item with(Item item, String path) {
        return new Item(item.key(), item.start(), resolve(item.value(), path), item.comma());
    }

    /** Gives what the files hold together, or null if that is nothing. */
    private @Nullable Json5Node included(Json5Node names, String path) {
        List<Json5Node> listed = names instanceof ArrayNode array
                ? array.items().stream().map(Item::value).toList()
                : List.of(names);
        Json5Node merged = null;
        for (Json5Node name : listed) {
            Json5Node content = content(name, path);
            if (content != null) {
                merged = merged == null ? content : merge(merged, content);
            }
        }
        return merged;
    }

    private @Nullable Json5Node content(Json5Node name, String path) {
        if (name instanceof StringNode file) {
            return load(file, path);
        }
        findings.error(
                name.start(),
                KeyPath.member(path, KEY),
                "expected the name of a file or an array of names, found " + name.kind());
        return null;
    }

    private @Nullable Json5Node load(StringNode name, String path) {
        String at = KeyPath.member(path, KEY);
        Optional<Path> file = locate(name, at);
        Optional<String> text = file.flatMap(found -> read(found, name, at));
        if (file.isEmpty() || text.isEmpty()) {
            return null;
        }
        int start = source.append(file.get(), text.get());
        chain.add(file.get());
        try {
            return resolve(Json5Parser.parse(text.get()).moved(start), path);
        } catch (Json5Exception e) {
            Place place =
                    new Place(file.get(), e.position().line(), e.position().column());
            findings.error(place, "", String.valueOf(e.getMessage()));
            return null;
        } finally {
            chain.remove(chain.size() - 1);
        }
    }

    /** Finds the file that is meant, if it may be read. */
    private Optional<Path> locate(StringNode name, String at) {
        Path including = chain.get(chain.size() - 1);
        try {
            Path file = folderOf(including).resolve(name.text()).normalize();
            String complaint = file.startsWith(folder) ? complaint(file.toRealPath()) : outside();
            if (complaint == null) {
                return Optional.of(file);
            }
            findings.error(name.start(), at, complaint);
        } catch (NoSuchFileException e) {
            findings.error(name.start(), at, "names a file that does not exist");
        } catch (InvalidPathException | IOException e) {
            findings.error(name.start(), at, "names a file that cannot be read");
        }
        return Optional.empty();
    }

    private @Nullable String complaint(Path real) throws IOException {
        if (!real.startsWith(folder.toRealPath())) {
            return outside();
        }
        for (Path file : chain) {
            if (file.toRealPath().equals(real)) {
                return "goes round in a circle: "
                        + Stream.concat(chain.stream(), Stream.of(real))
                                .map(member -> String.valueOf(member.getFileName()))
                                .collect(Collectors.joining(" → "));
            }
        }
        if (chain.size() > MAX_DEPTH) {
            return "is nested more than " + MAX_DEPTH + " deep";
        }
        return ++files > MAX_FILES ? "is one of more than " + MAX_FILES + " includes, too many" : null;
    }

    private String outside() {
        return "leads out of " + folder + "; only files in that folder and below are included";
    }

    private Optional<String> read(Path file, StringNode name, String at) {
        try {
            Optional<String> text = texts.read(file);
            if (text.isEmpty()) {
                findings.error(name.start(), at, "names a file that does not exist");
            }
            return text;
        } catch (ConfigurationException e) {
            ConfigurationProblem problem = e.problems().get(0);
            findings.error(new Place(file, problem.line(), problem.column()), problem.path(), problem.message());
            return Optional.empty();
        }
    }

    private static Json5Node merge(Json5Node below, Json5Node above) {
        if (below instanceof ArrayNode first && above instanceof ArrayNode second) {
            List<Item> items = new ArrayList<>(first.items());
            items.addAll(second.items());
            return new ArrayNode(first.start(), first.end(), items);
        }
        if (!(below instanceof ObjectNode lower) || !(above instanceof ObjectNode upper)) {
            return above;
        }
        List<Item> items = new ArrayList<>();
        for (Item item : lower.items()) {
            if (upper.find(item.key()).isEmpty()) {
                items.add(item);
            }
        }
        for (Item item : upper.items()) {
            Json5Node value = lower.find(item.key())
                    .map(covered -> merge(covered.value(), item.value()))
                    .orElse(item.value());
            items.add(new Item(item.key(), item.start(), value, item.comma()));
        }
        return new ObjectNode(upper.start(), upper.end(), items);
    }

    private static Path folderOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}
