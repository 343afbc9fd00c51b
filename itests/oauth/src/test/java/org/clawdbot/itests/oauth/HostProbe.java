package org.clawdbot.itests.oauth;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** A bundle to be dropped into a running host, where it writes down what every other bundle could see, too. */
public final class HostProbe implements BundleActivator {

    private static final String TARGET = "Probe-Target";
    private static final int PATIENCE = 200;

    /** Puts the bundle into a folder whose bundles a host takes up. */
    static void drop(Path folder, Path target) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "org.clawdbot.itests.probe");
        main.putValue("Bundle-Activator", HostProbe.class.getName());
        main.putValue("Import-Package", "org.osgi.framework");
        main.putValue(TARGET, target.toString());
        Path jar = Files.createTempFile(target.getParent(), "probe", ".jar");
        String entry = HostProbe.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream in = HostProbe.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new ZipEntry(entry));
            in.transferTo(out);
        }
        Files.createDirectories(folder);
        Files.move(jar, folder.resolve("probe.jar"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void start(BundleContext context) {
        Thread looking = new Thread(() -> lookAround(context), "host-probe");
        looking.setDaemon(true);
        looking.start();
    }

    /** Uses the ways to sign in, because parts that nobody uses are not there, and waits for the thread of one. */
    private static void lookAround(BundleContext context) {
        try {
            for (int waited = 0; waited < PATIENCE && !renewsTokens(); waited++) {
                use(context.getAllServiceReferences(null, "(auth.mode=*)"), context);
                TimeUnit.MILLISECONDS.sleep(100);
            }
            Path target = Path.of(context.getBundle().getHeaders().get(TARGET));
            Path whole = Files.write(target.resolveSibling("probed.part"), seen(context));
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | InvalidSyntaxException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void use(ServiceReference<?>[] services, BundleContext context) {
        for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
            context.getService(service);
        }
    }

    private static boolean renewsTokens() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("clawdbot-chutes-tokens"));
    }

    private static Set<String> seen(BundleContext context) throws InvalidSyntaxException {
        Set<String> lines = new TreeSet<>();
        for (ServiceReference<?> service : context.getAllServiceReferences(null, null)) {
            for (String key : service.getPropertyKeys()) {
                Object value = service.getProperty(key);
                lines.add("service " + service + " " + key + "="
                        + (value instanceof Object[] values ? Arrays.deepToString(values) : value));
            }
        }
        Thread.getAllStackTraces().keySet().forEach(thread -> lines.add("thread " + thread.getName()));
        System.getProperties().forEach((key, value) -> lines.add("property " + key + "=" + value));
        return lines;
    }

    @Override
    public void stop(BundleContext context) {}
}
