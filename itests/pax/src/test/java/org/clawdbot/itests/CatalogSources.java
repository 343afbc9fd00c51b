package org.clawdbot.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.clawdbot.api.catalog.CatalogChange;
import org.clawdbot.api.catalog.CatalogListener;
import org.clawdbot.api.catalog.ModelCatalog;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The rival catalogs of one test, and what the host says about their lists; all of it is undone at the end. */
final class CatalogSources implements AutoCloseable {

    /** The only model besides the default one in the pinned list. */
    static final String PINNED_ONLY = "pinned/Only";

    /** What the pinned list says about the default model, and no other list does. */
    static final long PINNED_WINDOW = 12_345;

    private static final String PINNED = "org.clawdbot.chutes.catalog.file";

    private final Framework framework;
    private final Path folder;
    private final List<CatalogChange> heard = new CopyOnWriteArrayList<>();
    private final ServiceRegistration<CatalogListener> listening;

    CatalogSources(Framework framework) throws IOException {
        this.framework = framework;
        folder = Files.createTempDirectory("clawdbot-catalogs");
        listening = framework
                .context()
                .registerService(CatalogListener.class, heard::add, FrameworkUtil.asDictionary(Map.of()));
    }

    Bundle live() {
        return framework.bundle("org.clawdbot.chutes.catalog");
    }

    /** Installs the pinned catalog with a list of two models; it is not started. */
    Bundle installPinned() throws IOException, BundleException {
        Path list = Files.writeString(
                folder.resolve("models.json"),
                """
                [{"id": "%s", "confidential_compute": true, "context_length": %d}, {"id": "%s"}]"""
                        .formatted(Chutes.MODEL_ID, PINNED_WINDOW, PINNED_ONLY));
        framework.configure(PINNED, Map.of("file", list.toString()));
        return framework.context().installBundle(System.getProperty("clawdbot.it.bundle.pinned"));
    }

    /** Installs the catalog of another vendor; it is not started. */
    Bundle installHarbour() throws BundleException {
        return framework.context().installBundle(System.getProperty("clawdbot.it.bundle.harbour"));
    }

    void awaitSource(String source) {
        framework.service(ModelCatalog.class, "(catalog.source=" + source + ")");
    }

    /** What listeners heard so far, oldest first. */
    List<CatalogChange> heard() {
        return List.copyOf(heard);
    }

    void awaitSwitchTo(String source) {
        framework.eventually("switch to " + source, () -> {
            boolean switched = heard.stream()
                    .anyMatch(change ->
                            change.switched() && change.after().source().equals(source));
            if (!switched) {
                throw new AssertionError("heard " + heard.size() + " changes");
            }
            return true;
        });
    }

    void forget() {
        heard.clear();
    }

    @Override
    public void close() throws IOException, BundleException {
        listening.unregister();
        live().start();
        awaitSource("live");
        for (Bundle bundle : framework.context().getBundles()) {
            if (List.of(PINNED, "org.example.harbour").contains(bundle.getSymbolicName())) {
                bundle.uninstall();
            }
        }
        Configuration[] pinned = pinnedConfiguration();
        for (Configuration each : pinned) {
            each.delete();
        }
        Files.deleteIfExists(folder.resolve("models.json"));
        Files.deleteIfExists(folder);
    }

    private Configuration[] pinnedConfiguration() throws IOException {
        try {
            Configuration[] found =
                    framework.service(ConfigurationAdmin.class).listConfigurations("(service.pid=" + PINNED + ")");
            return found == null ? new Configuration[0] : Arrays.copyOf(found, found.length);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
