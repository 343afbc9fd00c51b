package org.clawdbot.chutes.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the members of rows that the parser comes to. */
final class RowReader {

    private final JsonParser parser;
    private final Vocabulary vocabulary;
    private final Words words = new Words();

    RowReader(JsonParser parser, Vocabulary vocabulary) {
        this.parser = parser;
        this.vocabulary = vocabulary;
    }

    /** Reads the row whose object begins at the current token. */
    Row read() throws IOException {
        Row row = new Row(words);
        members(row, Member.ROW);
        return row;
    }

    private void members(Row row, Member within) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            Member member = within.member(name);
            if (member == Member.OTHER) {
                parser.skipChildren();
            } else if (token == JsonToken.START_OBJECT) {
                if (row.begin(member)) {
                    members(row, member);
                } else {
                    parser.skipChildren();
                }
            } else if (token == JsonToken.START_ARRAY) {
                row.set(member, strings());
            } else {
                row.set(member, token, member.isName() ? parser.getText() : word());
            }
        }
    }

    private List<String> strings() throws IOException {
        List<String> strings = new ArrayList<>();
        while (!endsArray(parser.nextToken())) {
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                strings.add(word());
            } else {
                parser.skipChildren();
            }
        }
        return strings;
    }

    private String word() throws IOException {
        return vocabulary.word(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }

    static boolean endsArray(@Nullable JsonToken token) {
        return token == null || token == JsonToken.END_ARRAY;
    }
}
