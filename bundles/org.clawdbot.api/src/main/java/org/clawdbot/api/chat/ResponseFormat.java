package org.clawdbot.api.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The form that an answer must have.
 *
 * @param type {@code text}, {@code json_object} or {@code json_schema}
 * @param name the name of the schema, for {@code json_schema} only
 * @param schema a JSON schema as JSON text, for {@code json_schema} only
 */
public record ResponseFormat(String type, @Nullable String name, @Nullable String schema) {

    /** Any JSON object. */
    public static final ResponseFormat JSON_OBJECT = new ResponseFormat("json_object", null, null);

    /** Checks that a schema is given exactly where one is needed. */
    public ResponseFormat {
        boolean bySchema = "json_schema".equals(Objects.requireNonNull(type, "type"));
        if (bySchema != (schema != null) || bySchema != (name != null)) {
            throw new IllegalArgumentException("A schema and its name are given exactly for the type json_schema");
        }
    }

    /**
     * Demands JSON of a given schema.
     *
     * @param name the name of the schema
     * @param schema a JSON schema as JSON text
     * @return the form
     */
    public static ResponseFormat jsonSchema(String name, String schema) {
        return new ResponseFormat("json_schema", name, schema);
    }
}
