import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Started after all others: says what the framework has then, for whoever measures the time until that line. */
public final class LastBundle implements BundleActivator {

    @Override
    public void start(BundleContext context) throws Exception {
        System.out.println("up with " + context.getAllServiceReferences(null, null).length + " services");
        System.out.flush();
    }

    @Override
    public void stop(BundleContext context) {}
}
