import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.FrameworkWiring;

/** What a host is measured against: Felix with the bundles of others, up and down again. Arguments: a folder, the jars. */
public final class BareFelix {

    private BareFelix() {}

    /** The settings are those of our host; without them Felix would start some twentieth more slowly. */
    public static void main(String[] arguments) throws Exception {
        Felix felix = new Felix(Map.of(
                "org.osgi.framework.storage", arguments[0],
                "org.osgi.framework.storage.clean", "onFirstInit",
                "org.osgi.service.log.admin.loglevel", "WARN",
                "felix.bootdelegation.implicit", "false",
                "felix.cache.locking", "false",
                "felix.cm.pm", "memory",
                "felix.log.level", "0",
                "felix.uuid.secure", "false"));
        felix.init();
        for (String jar : List.of(arguments).subList(1, arguments.length)) {
            String location = "reference:" + Path.of(jar).toUri();
            felix.getBundleContext().installBundle(location).start();
        }
        felix.adapt(FrameworkWiring.class).resolveBundles(null);
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
