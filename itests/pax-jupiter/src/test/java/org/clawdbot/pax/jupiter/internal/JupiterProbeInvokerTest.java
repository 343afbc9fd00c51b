package org.clawdbot.pax.jupiter.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class JupiterProbeInvokerTest {

    private static final List<String> STEPS = new ArrayList<>();

    @BeforeEach
    void forgetSteps() {
        STEPS.clear();
    }

    @Test
    void runsTheMethodBetweenItsNeighboursOuterFirst() {
        call("passes");

        assertThat(STEPS).containsExactly("base before", "before", "passes", "after", "base after");
    }

    @Test
    void cleansUpAfterAFailure() {
        assertThatThrownBy(() -> call("fails")).isExactlyInstanceOf(AssertionError.class);

        assertThat(STEPS).endsWith("after", "base after");
    }

    @Test
    void keepsTheMessageAndTheTraceOfAFailedAssertion() {
        assertThatThrownBy(() -> call("fails")).hasMessage("two is not three").satisfies(thrown -> assertThat(
                        thrown.getStackTrace()[0].getMethodName())
                .isEqualTo("fails"));
    }

    @Test
    void namesAnyOtherFailureAndItsCauseInTypesOfTheJdk() {
        assertThatThrownBy(() -> call("breaks"))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageEndingWith("$OddException: odd")
                .hasCauseExactlyInstanceOf(AssertionError.class)
                .cause()
                .hasMessage("java.lang.IllegalArgumentException: why");
    }

    @Test
    void reportsAnAbortedTestAsCancelled() {
        assertThatThrownBy(() -> call("aborts"))
                .isExactlyInstanceOf(CancellationException.class)
                .hasMessage("not today");
    }

    @Test
    void namesAMethodThatIsNotThere() {
        assertThatThrownBy(() -> call("vanished")).hasMessageContaining("Sample.vanished()");
    }

    @Test
    void leavesTheContextLoaderAsItWas() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        assertThatCode(() -> call("passes")).doesNotThrowAnyException();

        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    private static void call(String method) {
        new JupiterProbeInvoker(Class::forName, Sample.class.getName(), method).call();
    }

    static class Base {

        @BeforeEach
        void baseBefore() {
            STEPS.add("base before");
        }

        @AfterEach
        void baseAfter() {
            STEPS.add("base after");
        }
    }

    static final class Sample extends Base {

        @BeforeEach
        void before() {
            STEPS.add("before");
        }

        @AfterEach
        void after() {
            STEPS.add("after");
        }

        void passes() {
            STEPS.add("passes");
        }

        void fails() {
            throw new AssertionError("two is not three");
        }

        void breaks() {
            throw new OddException();
        }

        void aborts() {
            throw new TestAbortedException("not today");
        }
    }

    @SuppressWarnings("serial")
    static final class OddException extends RuntimeException {

        OddException() {
            super("odd", new IllegalArgumentException("why"));
        }
    }
}
