package org.clawdbot.pax.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ContainerExtensionTest {

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
}
