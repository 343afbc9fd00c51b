package org.clawdbot.agent.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.clawdbot.api.tool.ToolException;

/** Reads the arguments of a tool call, which a model may have written badly. */
public final class Arguments {

    private static final JsonFactory JSON = new JsonFactory();

    private Arguments() {}

    /**
     * Gives arguments a tool can rely on to be a JSON object.
     *
     * @param written what the model wrote
     * @return the same; an empty object where the model wrote nothing, as some do for a tool without parameters
     * @throws ToolException if it is not one JSON object
     */
    public static String checked(String written) throws ToolException {
        String text = written.isBlank() ? "{}" : written;
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ToolException("The arguments must be a JSON object");
            }
            parser.skipChildren();
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new ToolException("The arguments must be one complete JSON object and nothing else");
            }
            return text;
        } catch (JacksonException broken) {
            throw new ToolException("The arguments are not valid JSON: " + broken.getOriginalMessage(), broken);
        } catch (IOException impossible) {
            throw new ToolException("The arguments cannot be read", impossible);
        }
    }

    /**
     * Reads the texts of an object, whatever else it holds.
     *
     * @param arguments a JSON object
     * @return its members that are text or a number, as text
     * @throws ToolException if it is not a JSON object
     */
    public static Map<String, String> texts(String arguments) throws ToolException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(checked(arguments))) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING || value.isNumeric()) {
                    texts.put(name, parser.getText());
                }
                parser.skipChildren();
            }
            return texts;
        } catch (IOException impossible) {
            throw new ToolException("The arguments cannot be read", impossible);
        }
    }
}
