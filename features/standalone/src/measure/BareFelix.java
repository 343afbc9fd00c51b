import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;

/** What a command is measured against: Felix with the bundles of others, up and down again. Arguments: the jars. */
public final class BareFelix {

    private BareFelix() {}

    public static void main(String[] jars) throws Exception {
        Path cache = Files.createTempDirectory("bare-felix");
        Felix felix = new Felix(Map.of("org.osgi.framework.storage", cache.toString(), "felix.log.level", "0"));
        felix.init();
        for (String jar : jars) {
            felix.getBundleContext().installBundle(Path.of(jar).toUri().toString()).start();
        }
        felix.start();
        for (Bundle bundle : felix.getBundleContext().getBundles()) {
            if (bundle.getState() != Bundle.ACTIVE) {
                throw new IllegalStateException(bundle + " is not active");
            }
        }
        felix.stop();
        felix.waitForStop(0);
        System.exit(0);
    }
}
