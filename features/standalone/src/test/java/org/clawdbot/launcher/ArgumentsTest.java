package org.clawdbot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArgumentsTest {

    @Test
    void findsTheStateFolderInBothSpellings() {
        assertThat(Arguments.parse("--state-dir", "a", "models", "list").stateDir())
                .isEqualTo("a");
        assertThat(Arguments.parse("models", "list", "--state-dir=b").stateDir())
                .isEqualTo("b");
        assertThat(Arguments.parse("models").stateDir()).isNull();
    }

    @Test
    void takesTheLastStateFolder() {
        assertThat(Arguments.parse("--state-dir=a", "x", "--state-dir", "b").stateDir())
                .isEqualTo("b");
    }

    @Test
    void leavesAStateFolderWithoutValueToTheCommand() {
        Arguments arguments = Arguments.parse("models", "--state-dir");

        assertThat(arguments.stateDir()).isNull();
        assertThat(arguments.afterCommand()).containsExactly("--state-dir");
    }

    @Test
    void readsNothingBehindTheDoubleDash() {
        Arguments arguments = Arguments.parse("agent", "--", "--state-dir", "a", "--version");

        assertThat(arguments.stateDir()).isNull();
        assertThat(arguments.isVersion()).isFalse();
        assertThat(arguments.afterCommand()).containsExactly("--", "--state-dir", "a", "--version");
    }

    @Test
    void passesEveryWordOn() {
        assertThat(Arguments.parse("--state-dir", "a", "agent", "-m", "", "--", "x")
                        .all())
                .containsExactly("--state-dir", "a", "agent", "-m", "", "--", "x");
    }

    @Test
    void answersVersionOnlyBeforeACommand() {
        assertThat(Arguments.parse("--version").isVersion()).isTrue();
        assertThat(Arguments.parse("--state-dir", "run", "-V").isVersion()).isTrue();
        assertThat(Arguments.parse("agent", "--message", "--version").isVersion())
                .isFalse();
    }

    @Test
    void recognisesRunButNotTheHelpOnIt() {
        assertThat(Arguments.parse("--state-dir", "a", "run", "--console").isRun())
                .isTrue();
        assertThat(Arguments.parse("run", "--help").isRun()).isFalse();
        assertThat(Arguments.parse("agent", "run").isRun()).isFalse();
        assertThat(Arguments.parse("--state-dir", "run").isRun()).isFalse();
    }

    @Test
    void keepsTheStateFolderOutOfTheOptionsOfTheCommand() {
        assertThat(Arguments.parse("run", "--state-dir", "a", "--console").afterCommand())
                .containsExactly("--console");
    }
}
