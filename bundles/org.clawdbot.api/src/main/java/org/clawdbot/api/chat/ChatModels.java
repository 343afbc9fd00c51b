package org.clawdbot.api.chat;

import java.util.List;
import java.util.function.Consumer;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The one service an application needs: it finds the model, the credential and the transport, and streams the reply.
 *
 * <p>It outlives the parts it composes: they may be replaced while it is in use, and a reply that has begun ends on the
 * parts that began it. Safe for any number of threads.
 */
@ProviderType
public interface ChatModels {

    /**
     * Sends a request and streams the reply.
     *
     * @param request what to ask
     * @return the reply on its way; the caller closes it
     * @throws org.clawdbot.api.error.ModelException if nobody could be asked, or everybody who was asked refused before
     *     the first token
     */
    default ChatStream stream(ChatRequest request) {
        return stream(request, notice -> {});
    }

    /**
     * Sends a request and streams the reply, and tells what happens until it begins: this method waits for the first token,
     * which takes a cold model minutes.
     *
     * @param request what to ask
     * @param notices hears of it, such as {@code warming-up} and {@code retrying}: on any thread, one at a time, and never
     *     after this method has returned; it must not wait for anything
     * @return the reply on its way; the caller closes it
     * @throws org.clawdbot.api.error.ModelException if nobody could be asked, or everybody who was asked refused before
     *     the first token
     */
    ChatStream stream(ChatRequest request, Consumer<? super ChatEvent.Notice> notices);

    /**
     * Sends a request and waits for the whole reply, which the provider sends in one piece.
     *
     * @param request what to ask
     * @return the reply
     * @throws org.clawdbot.api.error.ModelException if the request fails
     */
    ChatResult complete(ChatRequest request);

    /**
     * Finds the model that a request would be sent to first.
     *
     * @param model a reference or an alias, or null for the configured default
     * @return what the catalog knows about it
     * @throws org.clawdbot.api.error.ModelException if there is no such model, or a rule of this host forbids it
     */
    ModelInfo resolve(@Nullable String model);

    /**
     * Lists the models of every provider that a request may use: only those in a trusted execution environment where
     * the host demands it, and only allowed ones where it names which are.
     *
     * @return one list for each provider that has a catalog; where the rules of the host leave nothing of a list, it is
     *     empty and its problem says which rule it is
     * @throws org.clawdbot.api.error.ModelException if a provider has a catalog but no list can be had
     */
    List<CatalogSnapshot> catalogs();

    /**
     * Lists all models of every provider, those included that the rules of the host forbid.
     *
     * @return one list for each provider that has a catalog, as the provider lists them
     * @throws org.clawdbot.api.error.ModelException if a provider has a catalog but no list can be had
     */
    List<CatalogSnapshot> allCatalogs();

    /**
     * Lists all models of every provider as far as they are known, without waiting for newer lists: what a
     * {@link #refresh} is to be compared with.
     *
     * @return one list for each provider of which one is known, those models included that the rules of the host forbid
     */
    List<CatalogSnapshot> knownCatalogs();

    /**
     * Reads the catalogs of every provider anew and waits for them.
     *
     * @return the new lists, as {@link #catalogs} gives them
     * @throws org.clawdbot.api.error.MissingPartException if there is no catalog to read, or none any more of a provider
     *     whose last list is still used
     * @throws org.clawdbot.api.error.ModelException if a catalog cannot be read
     */
    List<CatalogSnapshot> refresh();

    /**
     * Tells which models the host is configured to use.
     *
     * @return the configured names; they are not checked against a catalog
     */
    ModelSelection selection();

    /**
     * Tells which of the configured models cannot be used now, by the lists that the host knows; none is fetched for it.
     * A name that no list has may be looked up among the names of the user's own at the provider.
     *
     * @return the problems in the order of {@link #selection}; empty if all is well or no list is known yet
     */
    List<SelectionProblem> selectionProblems();

    /**
     * Tells what the host has of each provider, without asking the provider.
     *
     * @return one entry for each provider of which any part is there
     */
    List<ProviderStatus> providers();

    /**
     * Tells what rests after a failure, in this process or another one. A host that rests nothing inherits that.
     *
     * @return the models and credentials that are not asked first now, or not at all
     */
    default List<Cooldown> cooldowns() {
        return List.of();
    }

    /** Ends all rests, such as after topping up an account: whatever rested may be asked at once. */
    default void clearCooldowns() {}
}
