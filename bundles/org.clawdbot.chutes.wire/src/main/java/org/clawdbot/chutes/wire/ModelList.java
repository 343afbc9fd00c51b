package org.clawdbot.chutes.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.clawdbot.api.catalog.ModelInfo;

/**
 * The rows of {@code GET /v1/models}, mapped. What a row does not state stays unknown, and nothing is guessed from an id.
 *
 * <p>A text is mapped while it is read: beside a window of fixed size, memory is used for the result alone.
 *
 * @param models the models by id, in the order of the list
 * @param skipped how many rows had no usable id, or one that an earlier row has
 */
public record ModelList(Map<String, ModelInfo> models, int skipped) {

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
        try {
            return read(provider, new ByteArrayInputStream(utf8));
        } catch (IOException e) {
            throw new UncheckedIOException("An array cannot be read", e);
        }
    }

    /**
     * Maps a list while it arrives; what has arrived is kept no longer than it takes to map it.
     *
     * @param provider the provider id, for the references
     * @param utf8 the document, UTF-8; read to its end unless it is no JSON, and not closed
     * @return the mapped rows, or empty if the document holds no such list
     * @throws JsonException if it is not exactly one JSON document; the message names line and column, never content
     * @throws IOException if the document could not be read
     */
    public static Optional<ModelList> read(String provider, InputStream utf8) throws IOException, JsonException {
        return new ListReader(provider, utf8, ListReader.SHAPES).read();
    }
}
