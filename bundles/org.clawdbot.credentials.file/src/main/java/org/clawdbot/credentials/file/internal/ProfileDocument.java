package org.clawdbot.credentials.file.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.ProfileUsage;

/** Turns the file's JSON into {@link Credentials} and back; members it does not know stay as they are. */
final class ProfileDocument {

    private static final int VERSION = 1;

    private final ObjectMapper mapper = new ObjectMapper();

    ObjectNode empty() {
        return mapper.createObjectNode().put("version", VERSION);
    }

    ObjectNode parse(byte[] content) throws IOException, MalformedDocumentException {
        try {
            JsonNode root = mapper.readTree(content);
            if (root instanceof ObjectNode object) {
                return object;
            }
            throw new MalformedDocumentException("it does not hold a JSON object");
        } catch (JsonProcessingException e) {
            throw new MalformedDocumentException("not valid JSON at line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        }
    }

    Credentials decode(ObjectNode root) throws MalformedDocumentException {
        Map<String, Profile> profiles = new LinkedHashMap<>();
        section(root, "profiles")
                .ifObject((id, node) -> ProfileCodec.decode(id, node).ifPresent(profile -> profiles.put(id, profile)));
        Map<String, List<String>> order = new LinkedHashMap<>();
        section(root, "order").ifObject((provider, node) -> order.put(provider, texts(node)));
        Map<String, String> lastGood = new LinkedHashMap<>();
        section(root, "lastGood").ifObject((provider, node) -> {
            if (node.isTextual()) {
                lastGood.put(provider, node.textValue());
            }
        });
        Map<String, ProfileUsage> usage = new LinkedHashMap<>();
        section(root, "usageStats").ifObject((id, node) -> {
            if (node instanceof ObjectNode object) {
                usage.put(id, UsageCodec.decode(object));
            }
        });
        return new Credentials(profiles, order, lastGood, usage);
    }

    byte[] encode(ObjectNode root, Credentials before, Credentials after) throws IOException {
        ObjectNode document = root.deepCopy();
        if (!document.has("version")) {
            document.put("version", VERSION);
        }
        merge(document, "profiles", before.profiles(), after.profiles(), ProfileCodec::encode);
        merge(document, "usageStats", before.usage(), after.usage(), UsageCodec::encode);
        replace(document, "order", before.order(), after.order(), (node, entry) -> {
            ArrayNode ids = node.putArray(entry.getKey());
            entry.getValue().forEach(ids::add);
        });
        replace(
                document,
                "lastGood",
                before.lastGood(),
                after.lastGood(),
                (node, entry) -> node.put(entry.getKey(), entry.getValue()));
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        return (mapper.writer(printer).writeValueAsString(document) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static <T> void merge(
            ObjectNode document,
            String name,
            Map<String, T> before,
            Map<String, T> after,
            BiConsumer<ObjectNode, T> encode) {
        if (after.equals(before)) {
            return;
        }
        ObjectNode section = document.withObject("/" + name);
        forgotten(before, after).forEach(section::remove);
        after.forEach((id, value) -> {
            if (!value.equals(before.get(id))) {
                encode.accept(section.withObject("/" + escaped(id)), value);
            }
        });
    }

    private static <T> void replace(
            ObjectNode document,
            String name,
            Map<String, T> before,
            Map<String, T> after,
            BiConsumer<ObjectNode, Map.Entry<String, T>> encode) {
        if (after.equals(before)) {
            return;
        }
        ObjectNode section = document.withObject("/" + name);
        forgotten(before, after).forEach(section::remove);
        after.entrySet().forEach(entry -> encode.accept(section, entry));
    }

    private static Set<String> forgotten(Map<String, ?> before, Map<String, ?> after) {
        Set<String> ids = new TreeSet<>(before.keySet());
        ids.removeAll(after.keySet());
        return ids;
    }

    private static String escaped(String jsonPointerSegment) {
        return jsonPointerSegment.replace("~", "~0").replace("/", "~1");
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(element -> {
            if (element.isTextual()) {
                texts.add(element.textValue());
            }
        });
        return texts;
    }

    private static Section section(ObjectNode root, String name) throws MalformedDocumentException {
        JsonNode node = root.path(name);
        if (!node.isMissingNode() && !node.isObject()) {
            throw new MalformedDocumentException("\"" + name + "\" is not a JSON object");
        }
        return new Section(node);
    }

    private record Section(JsonNode node) {

        void ifObject(BiConsumer<String, JsonNode> consumer) {
            node.properties().forEach(entry -> consumer.accept(entry.getKey(), entry.getValue()));
        }
    }
}
