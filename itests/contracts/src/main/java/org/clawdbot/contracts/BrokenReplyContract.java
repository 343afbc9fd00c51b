package org.clawdbot.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Fault;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every transport does with a reply that is cut: it is an error that carries what arrived, never an answer. */
public abstract class BrokenReplyContract extends CompletionsTransportContract {

    @Test
    void aReplyWithoutAReasonToFinishIsCutOff() {
        chutes.chat(Behaviour.reply("one two three").with(Setting.FINISH_REASON, "none"));

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> transport.stream(request("hi")).result())
                .satisfies(e -> assertThat(e.code()).isEqualTo("truncated"))
                .satisfies(e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("one two three"));
        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> transport.complete(request("hi")))
                .satisfies(e -> assertThat(e.code()).isEqualTo("truncated"));
    }

    @ParameterizedTest
    @EnumSource(names = "HANG", mode = EnumSource.Mode.EXCLUDE)
    void aReplyThatBreaksIsNeverPassedOffAsWhole(Fault fault) {
        chutes.chat(Behaviour.reply("one two three four five six seven")
                .with(Setting.REASONING, "")
                .with(Setting.FAULT, key(fault))
                .with(Setting.FAULT_AFTER, 4));
        List<ChatEvent> events = new ArrayList<>();

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> {
                    try (ChatStream stream = transport.stream(request("hi"))) {
                        stream.forEach(events::add);
                    }
                })
                .satisfies(e -> {
                    assertThat(e.partial().orElseThrow().text())
                            .startsWith("one")
                            .doesNotContain("seven");
                    assertThat(e.partial().orElseThrow().finishReason()).isNull();
                    assertThat(e.details().invocationId()).isNotBlank();
                });
        assertThat(events).noneMatch(ChatEvent.Completed.class::isInstance);
        assertThat(text(events)).startsWith("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abort", "error"})
    void aReplyThatTheEngineGaveUpIsNotWhole(String reason) {
        chutes.chat(Behaviour.reply("one two three").with(Setting.FINISH_REASON, reason));

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> transport.stream(request("hi")).result())
                .satisfies(e -> assertThat(e.code()).isEqualTo("given-up"));
        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> transport.complete(request("hi")))
                .satisfies(e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("one two three"));
    }

    @Test
    void aReplyThatPausesTooLongIsBroken() {
        chutes.chat(Behaviour.breaking(Fault.HANG, 3));
        CompletionsTransport impatient = transport(chutes, Duration.ofMillis(300));

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> impatient.stream(request("hi")).result())
                .satisfies(e -> assertThat(e.code()).isEqualTo("idle-timeout"));
    }

    @Test
    void aCallerWhoTakesTimeBetweenEventsIsNotAPause() throws Exception {
        chutes.chat(Behaviour.reply("one two three"));
        CompletionsTransport impatient = transport(chutes, Duration.ofMillis(100));

        try (ChatStream stream = impatient.stream(request("hi"))) {
            StringBuilder text = new StringBuilder();
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.TextDelta delta) {
                    text.append(delta.text());
                    TimeUnit.MILLISECONDS.sleep(120);
                }
            }
            assertThat(text).hasToString("one two three");
        }
    }
}
