package org.clawdbot.chutes.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.clawdbot.api.catalog.ModelInfo;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code GET /v1/models}, mapped. What a row does not state stays unknown, and nothing is guessed from an id.
 *
 * <p>The text is mapped while it is read: beside the text itself, memory is used for the result alone.
 *
 * @param models the models by id, in the order of the list
 * @param skipped how many rows had no usable id, or one that an earlier row has
 */
public record ModelList(Map<String, ModelInfo> models, int skipped) {

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH)
                    .maxNumberLength(Json.MAX_NUMBER_LENGTH)
                    .maxStringLength(1024 * 1024)
                    .build())
            .build();

    /** Checks that there are models. */
    public ModelList {
        Objects.requireNonNull(models, "models");
    }

    /**
     * Maps a list as the server sends it: an object with the rows under {@code data}, or the bare rows.
     *
     * @param provider the provider id, for the references
     * @param utf8 the document, UTF-8
     * @return the mapped rows, or empty if the document holds no such list
     * @throws JsonException if it is not exactly one JSON document; the message names line and column, never content
     */
    public static Optional<ModelList> parse(String provider, byte[] utf8) throws JsonException {
        return parse(provider, utf8, 0, utf8.length);
    }

    /**
     * Maps a list that is a part of a text.
     *
     * @param provider the provider id, for the references
     * @param utf8 the text, UTF-8
     * @param offset where the document begins
     * @param length how many bytes it has
     * @return the mapped rows, or empty if the document holds no such list
     * @throws JsonException if it is not exactly one JSON document; the message names line and column, never content
     */
    public static Optional<ModelList> parse(String provider, byte[] utf8, int offset, int length) throws JsonException {
        try (JsonParser parser = FACTORY.createParser(utf8, offset, length)) {
            Optional<ModelList> list = document(parser, new RowReader(provider, parser));
            if (parser.nextToken() != null) {
                throw JsonException.at(parser.currentTokenLocation(), null);
            }
            return list;
        } catch (IOException | ArithmeticException e) {
            throw JsonException.of(e);
        }
    }

    private static Optional<ModelList> document(JsonParser parser, RowReader reader) throws IOException, JsonException {
        if (parser.nextToken() == null) {
            throw JsonException.at(null, null);
        }
        if (!parser.isExpectedStartObjectToken()) {
            return Optional.ofNullable(rows(parser, reader));
        }
        ModelList list = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (name.equals("data")) {
                list = rows(parser, reader);
            } else {
                parser.skipChildren();
            }
        }
        return Optional.ofNullable(list);
    }

    /** Maps the rows that begin at the current token, or gives null where none begin. */
    private static @Nullable ModelList rows(JsonParser parser, RowReader reader) throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            parser.skipChildren();
            return null;
        }
        Map<String, ModelInfo> models = new LinkedHashMap<>();
        int rows = 0;
        while (!RowReader.endsArray(parser.nextToken())) {
            rows++;
            reader.read().ifPresent(info -> models.putIfAbsent(info.reference().id(), info));
        }
        return new ModelList(models, rows - models.size());
    }
}
