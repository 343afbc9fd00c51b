package org.clawdbot.chutes.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.catalog.ModelInfo;
import org.jspecify.annotations.Nullable;

/**
 * Reads one list of models while it arrives. The bytes go through the window of {@link ListInput}; the parser finds the list
 * and its first row, which {@link RowReader} reads and from which {@link RowTemplates} learn. From then on each row is
 * compared with the rows before it, where it lies in the window, and goes through the parser only if it does not fit. The
 * parser thus sees a shorter list, and is the judge of all that is not a row like one that it has seen.
 */
final class ListReader {

    /** How many shapes of rows are remembered. */
    static final int SHAPES = 4;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH)
                    .maxNumberLength(Json.MAX_NUMBER_LENGTH)
                    .maxStringLength(1024 * 1024)
                    .build())
            .build();

    private final String provider;
    private final ListInput input;
    private final Vocabulary vocabulary = new Vocabulary();
    private final RowTemplates templates;

    /**
     * Reads a list of this provider.
     *
     * @param shapes how many shapes of rows to remember; with none, all rows go through the parser
     */
    ListReader(String provider, InputStream body, int shapes) {
        this(provider, new ListInput(body), shapes);
    }

    ListReader(String provider, ListInput input, int shapes) {
        this.provider = provider;
        this.input = input;
        this.templates = new RowTemplates(shapes, vocabulary);
    }

    Optional<ModelList> read() throws IOException, JsonException {
        try (JsonParser parser = FACTORY.createParser(input)) {
            if (parser.nextToken() == null) {
                throw JsonException.at(null, null);
            }
            Optional<ModelList> list = document(parser, new RowReader(parser, vocabulary));
            if (parser.nextToken() != null) {
                throw JsonException.at(input.original(parser.currentTokenLocation()), null);
            }
            return list;
        } catch (BodyException e) {
            throw e.failure();
        } catch (IOException e) {
            JsonLocation place = e instanceof JsonProcessingException json ? json.getLocation() : null;
            throw JsonException.at(input.original(place), e);
        }
    }

    private Optional<ModelList> document(JsonParser parser, RowReader reader) throws IOException {
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
    private @Nullable ModelList rows(JsonParser parser, RowReader reader) throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            parser.skipChildren();
            return null;
        }
        Models models = new Models();
        while (!RowReader.endsArray(parser.nextToken())) {
            if (!parser.isExpectedStartObjectToken()) {
                parser.skipChildren();
                models.add(null);
                continue;
            }
            if (templates.areOfUse()) {
                likeRows(parser, reader, models);
            } else {
                input.readOn();
                models.add(reader.read().info(provider));
            }
        }
        return models.list();
    }

    /** Reads the row that begins at the current token, and those behind it that are like it or like others before. */
    private void likeRows(JsonParser parser, RowReader reader, Models models) throws IOException {
        input.mark(parser.currentTokenLocation());
        Row row = reader.read();
        models.add(row.info(provider));
        JsonLocation here = parser.currentLocation();
        if (input.isAt(here)) { // it is not where it needed more than a row to tell the encoding
            templates.learn(row, input);
            input.unmark();
            for (Row next = templates.next(input, here); next != null; next = templates.next(input, here)) {
                models.add(next.info(provider));
            }
        }
        input.unmark();
    }

    /** The models so far. */
    private static final class Models {

        private final Map<String, ModelInfo> byId = new LinkedHashMap<>();
        private int rows;

        void add(@Nullable ModelInfo info) {
            rows++;
            if (info != null) {
                byId.putIfAbsent(info.reference().id(), info);
            }
        }

        ModelList list() {
            return new ModelList(byId, rows - byId.size());
        }
    }
}
