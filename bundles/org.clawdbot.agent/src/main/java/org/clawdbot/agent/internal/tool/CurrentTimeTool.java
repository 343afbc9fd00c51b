package org.clawdbot.agent.internal.tool;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.clawdbot.agent.internal.Arguments;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.tool.AgentTool;
import org.clawdbot.api.tool.ToolException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Tells the time, which no model knows by itself. */
@Component(name = "org.clawdbot.agent.tool.current-time")
public final class CurrentTimeTool implements AgentTool {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEEE, uuuu-MM-dd'T'HH:mm:ssXXX '['VV']'", Locale.ENGLISH);
    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "current_time",
            "Tells the current date, time and day of the week.",
            """
            {"type":"object","properties":{"zone":{"type":"string",\
            "description":"IANA time zone such as Europe/Berlin; the zone of the host if absent"}},\
            "additionalProperties":false}""");

    private final Clock clock;

    /** Creates the tool with the clock and the time zone of the host. */
    @Activate
    public CurrentTimeTool() {
        this(Clock.system(ZoneId.systemDefault()));
    }

    CurrentTimeTool(Clock clock) {
        this.clock = clock;
    }

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public String call(String arguments) throws ToolException {
        String zone = Arguments.texts(arguments).getOrDefault("zone", "").strip();
        try {
            ZoneId wanted = zone.isEmpty() ? clock.getZone() : ZoneId.of(zone);
            return FORMAT.format(ZonedDateTime.now(clock.withZone(wanted)).truncatedTo(ChronoUnit.SECONDS));
        } catch (DateTimeException unknown) {
            throw new ToolException(
                    "\"" + zone + "\" is not an IANA time zone; use one such as Europe/Berlin or UTC", unknown);
        }
    }
}
