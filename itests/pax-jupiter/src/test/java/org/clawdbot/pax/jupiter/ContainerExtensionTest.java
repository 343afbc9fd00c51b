package org.clawdbot.pax.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CancellationException;
import org.clawdbot.pax.jupiter.RecordingSetup.Sample;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.TestAbortedException;

class ContainerExtensionTest {

    @BeforeEach
    void forgetSteps() {
        RecordingSetup.STEPS.clear();
    }

    @Test
    void callsTestsInTheContainerAndRunsNothingOfThemOutside() {
        run(Sample.Passing.class);

        assertThat(RecordingSetup.STEPS)
                .containsExactly("start", "install probe:" + Sample.Passing.class.getName(), "passes", "stop", "close");
    }

    @Test
    void startsOneContainerForAllClassesThatNameIt() {
        run(Sample.Passing.class, Sample.Failing.class);

        assertThat(RecordingSetup.STEPS).containsOnlyOnce("start", "stop", "close");
    }

    @Test
    void reportsTheFailureOfTheInside() {
        run(Sample.Failing.class)
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("fails"),
                                finishedWithFailure(instanceOf(AssertionError.class), message("two is not three"))));
    }

    @Test
    void reportsAnAbortedTestAsAborted() {
        run(Sample.Aborting.class)
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("aborts"),
                                abortedWithReason(instanceOf(TestAbortedException.class), message("not today"))));
    }

    @ParameterizedTest
    @ValueSource(classes = {Sample.Repeating.class, Sample.Nesting.class})
    void refusesWhatItCannotRun(Class<?> refused) {
        run(refused)
                .allEvents()
                .assertThatEvents()
                .haveExactly(1, event(finishedWithFailure(instanceOf(ExtensionConfigurationException.class))));
    }

    @Test
    void saysWhichContainerDidNotStartAndWhy() {
        run(Sample.Unstartable.class)
                .allEvents()
                .assertThatEvents()
                .haveExactly(1, event(finishedWithFailure(message("BrokenSetup did not start: no such port"))));
    }

    @Test
    void findsTheFailureBelowTheLayersOfReflection() {
        AssertionError failure = new AssertionError("inside");

        assertThatThrownBy(() ->
                        ContainerExtension.unwrap(new IllegalStateException(new InvocationTargetException(failure))))
                .isSameAs(failure);
    }

    @Test
    void turnsACancelledCallIntoAnAbortedTest() {
        assertThat(ContainerExtension.unwrap(new IllegalStateException(new CancellationException("not today"))))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("not today");
    }

    @Test
    void passesOnWhatTheContainerItselfThrew() {
        RuntimeException broken = new IllegalStateException("no framework");

        assertThat(ContainerExtension.unwrap(broken)).isSameAs(broken);
    }

    private static EngineExecutionResults run(Class<?>... classes) {
        EngineTestKit.Builder engine = EngineTestKit.engine("junit-jupiter");
        for (Class<?> each : classes) {
            engine.selectors(selectClass(each));
        }
        return engine.execute();
    }
}
