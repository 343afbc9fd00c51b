package org.clawdbot.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** A host may bring an OkHttp of its own, beside which there is nothing of ours. */
class OtherOkHttpTest {

    @Test
    void thereIsAClientWithoutOurPoolOfConnections() throws Exception {
        Class<?> settings = new OnlyOkHttp().loadClass(ClientSettings.class.getName());
        var constructor =
                settings.getDeclaredConstructor(Duration.class, String.class, List.class, String.class, String.class);
        constructor.setAccessible(true);
        Method client = settings.getDeclaredMethod("client", Function.class);
        client.setAccessible(true);
        Function<String, Optional<String>> noVariables = name -> Optional.empty();

        Object made =
                client.invoke(constructor.newInstance(Duration.ofSeconds(5), "", List.of(), "", "test"), noVariables);

        assertThat(made).isInstanceOf(OkHttpClient.class);
    }

    /** Has the classes of this bundle anew, and none of those that our bundle of OkHttp adds to it. */
    private static final class OnlyOkHttp extends ClassLoader {

        OnlyOkHttp() {
            super(OtherOkHttpTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.clawdbot.okhttp.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("org.clawdbot.http.internal.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
