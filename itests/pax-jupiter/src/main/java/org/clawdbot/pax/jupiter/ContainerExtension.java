package org.clawdbot.pax.jupiter;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.opentest4j.TestAbortedException;
import org.ops4j.pax.exam.TestAddress;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.TestProbeBuilder;

/** The half of the driver that runs outside: installs a probe for each class and calls its methods in there. */
final class ContainerExtension implements BeforeAllCallback, InvocationInterceptor {

    private static final Namespace NAMESPACE = Namespace.create(ContainerExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Class<?> testClass = context.getRequiredTestClass();
        if (AnnotationSupport.isAnnotated(testClass, Nested.class)) {
            throw new ExtensionConfigurationException("Nested classes do not run inside a container: " + testClass);
        }
        List<Method> tests =
                AnnotationSupport.findAnnotatedMethods(testClass, Test.class, HierarchyTraversalMode.TOP_DOWN);
        if (!tests.isEmpty()) {
            Probe probe = install(container(context, testClass), testClass, tests);
            context.getStore(NAMESPACE).put(Probe.class, probe);
        }
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context) {
        invocation.skip();
        Probe probe = Objects.requireNonNull(context.getStore(NAMESPACE).get(Probe.class, Probe.class), "probe");
        call(probe, method.getExecutable().getName());
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context) {
        invocation.skip();
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context) {
        invocation.skip();
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context) {
        throw unsupported(method);
    }

    @Override
    public <T extends @Nullable Object> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
        throw unsupported(method);
    }

    private static ExtensionConfigurationException unsupported(ReflectiveInvocationContext<Method> method) {
        return new ExtensionConfigurationException(
                "Only plain @Test methods run inside a container: " + method.getExecutable());
    }

    private static RunningContainer container(ExtensionContext context, Class<?> testClass) {
        Class<? extends ContainerSetup> setup = AnnotationSupport.findAnnotation(testClass, InContainer.class)
                .orElseThrow(() -> new ExtensionConfigurationException(testClass + " has no @InContainer"))
                .value();
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(setup, RunningContainer::start, RunningContainer.class);
    }

    private static Probe install(RunningContainer running, Class<?> testClass, List<Method> methods)
            throws IOException {
        TestProbeBuilder builder = running.system().createProbe();
        builder.setHeader("Bundle-SymbolicName", "probe." + testClass.getName());
        Map<String, TestAddress> tests = new HashMap<>();
        for (Method method : methods) {
            if (method.getParameterCount() > 0) {
                throw new ExtensionConfigurationException("A test inside a container takes no parameters: " + method);
            }
            tests.put(method.getName(), builder.addTest(testClass, method.getName()));
        }
        // It stays until the container stops: Pax Exam fails to stop a Karaf from which it has removed a probe.
        InputStream bundle = builder.build().getStream();
        if (running.container().install("probe:" + testClass.getName(), bundle) < 0) {
            throw new ExtensionConfigurationException("The probe bundle of " + testClass.getName()
                    + " was not installed or not started; Pax Exam printed why on standard error");
        }
        return new Probe(running.container(), tests);
    }

    private static void call(Probe probe, String method) {
        try {
            probe.container().call(Objects.requireNonNull(probe.tests().get(method), method));
        } catch (RuntimeException | AssertionError e) {
            throw unwrap(e);
        }
    }

    /** Finds what the inside threw below the layers that reflection and RMI put around it. */
    static RuntimeException unwrap(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof AssertionError failure) {
                throw failure;
            }
            if (each instanceof CancellationException) {
                return new TestAbortedException(each.getMessage());
            }
        }
        return thrown instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(thrown);
    }

    private record Probe(TestContainer container, Map<String, TestAddress> tests) {}
}
