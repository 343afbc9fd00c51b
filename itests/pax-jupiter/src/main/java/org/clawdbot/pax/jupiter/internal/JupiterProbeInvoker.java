package org.clawdbot.pax.jupiter.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.ops4j.pax.exam.ProbeInvoker;
import org.osgi.framework.BundleContext;

/** Runs one test method with what stands before and after it. Public because containers call it by reflection. */
public final class JupiterProbeInvoker implements ProbeInvoker {

    private final ClassSource classes;
    private final String className;
    private final String methodName;

    JupiterProbeInvoker(ClassSource classes, String className, String methodName) {
        this.classes = classes;
        this.className = className;
        this.methodName = methodName;
    }

    /**
     * Reads the instruction that Pax Exam wrote into the probe.
     *
     * @param probe the context of the probe bundle
     * @param instruction a class and a method, with a semicolon between
     * @return what runs that method
     */
    static JupiterProbeInvoker of(BundleContext probe, String instruction) {
        int separator = instruction.indexOf(';');
        return new JupiterProbeInvoker(
                probe.getBundle()::loadClass,
                instruction.substring(0, separator),
                instruction.substring(separator + 1));
    }

    @Override
    public void call(Object... arguments) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            Class<?> type = classes.load(className);
            thread.setContextClassLoader(type.getClassLoader());
            run(type);
        } catch (Throwable e) {
            throw Failures.flatten(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void run(Class<?> type) throws Throwable {
        Deque<Class<?>> hierarchy = new ArrayDeque<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            hierarchy.addFirst(each);
        }
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object test = constructor.newInstance();
        Throwable failure = null;
        try {
            for (Method method : annotated(hierarchy, BeforeEach.class)) {
                invoke(method, test);
            }
            invoke(test(hierarchy), test);
        } catch (Throwable e) {
            failure = e;
        }
        for (Method method : annotated(hierarchy::descendingIterator, AfterEach.class)) {
            try {
                invoke(method, test);
            } catch (Throwable e) {
                failure = joined(failure, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private Method test(Deque<Class<?>> hierarchy) throws NoSuchMethodException {
        for (Class<?> type : (Iterable<Class<?>>) hierarchy::descendingIterator) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(methodName) && method.getParameterCount() == 0) {
                    return method;
                }
            }
        }
        throw new NoSuchMethodException(className + "." + methodName + "()");
    }

    private static List<Method> annotated(Iterable<Class<?>> types, Class<? extends Annotation> annotation) {
        List<Method> found = new ArrayList<>();
        for (Class<?> type : types) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(annotation)) {
                    found.add(method);
                }
            }
        }
        return found;
    }

    private static void invoke(Method method, Object test) throws Throwable {
        method.setAccessible(true);
        try {
            method.invoke(test);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static Throwable joined(@Nullable Throwable first, Throwable second) {
        if (first == null) {
            return second;
        }
        if (first != second) {
            first.addSuppressed(second);
        }
        return first;
    }

    /** Where test classes come from. */
    @FunctionalInterface
    interface ClassSource {
        Class<?> load(String name) throws ClassNotFoundException;
    }
}
