using Zhar.Web;

namespace Zhar.Live;

/// <summary>What goes around live views, live as they are: takes the view's socket, with flash and title, and the page.</summary>
public delegate Html LiveLayout(LiveSocket socket, Html inner);

/// <summary>A group of live routes between which pages navigate without a request, because the same rights hold. Source: Phoenix.LiveView.Router.live_session/3.</summary>
public sealed class LiveSessionSettings
{
    private readonly List<OnMountEntry> _onMount = [];
    private readonly List<(string Key, string Value)> _values = [];
    private readonly List<Func<Conn, IEnumerable<(string Key, string Value)>>> _valuesOfRequests = [];

    internal LiveSessionSettings(string name) => Name = name;

    /// <summary>The name; unique in a router.</summary>
    public string Name { get; }

    internal IReadOnlyList<OnMountEntry> OnMountHooks => _onMount;

    internal IReadOnlyList<(string Key, string Value)> Values => _values;

    internal IReadOnlyList<Func<Conn, IEnumerable<(string Key, string Value)>>> ValuesOfRequests => _valuesOfRequests;

    internal LiveLayout? LiveLayout { get; private set; }

    internal Layout? RootLayout { get; private set; }

    /// <summary>Runs before the mount of each view, in the order of the calls.</summary>
    public LiveSessionSettings OnMount<[System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IOnMount
    {
        _onMount.Add(new OnMountEntry.Of<T>());
        return this;
    }

    /// <summary>As above, for a hook with settings of its own. Source: on_mount {Module, argument}.</summary>
    /// <param name="hook">One object for all views: it keeps no state.</param>
    public LiveSessionSettings OnMount(IOnMount hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        _onMount.Add(new OnMountEntry.Existing(hook));
        return this;
    }

    /// <summary>Puts a value into the session of each view.</summary>
    public LiveSessionSettings Put(string key, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(value);
        _values.Add((key, value));
        return this;
    }

    /// <summary>Puts values into the session of each view that depend on the request for the page, such as those of a plug. They travel with the page, signed, to each join and navigation. Source: live_session/3, session as a function.</summary>
    /// <param name="values">Runs for the first HTML of a page.</param>
    public LiveSessionSettings Put(Func<Conn, IEnumerable<(string Key, string Value)>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _valuesOfRequests.Add(values);
        return this;
    }

    /// <summary>Sets what goes around the views, live.</summary>
    public LiveSessionSettings PutLayout(LiveLayout layout)
    {
        LiveLayout = layout;
        return this;
    }

    /// <summary>Sets the root layout of the first HTML, in place of that of the pipeline.</summary>
    public LiveSessionSettings PutRootLayout(Layout layout)
    {
        RootLayout = layout;
        return this;
    }
}

/// <summary>An <see cref="IOnMount"/> by its class, made once when it is first needed.</summary>
internal abstract class OnMountEntry
{
    private IOnMount? _made;

    internal IOnMount Get(IServiceProvider services) => Volatile.Read(ref _made) ?? Interlocked.CompareExchange(ref _made, Make(services), null) ?? _made;

    private protected abstract IOnMount Make(IServiceProvider services);

    internal sealed class Existing(IOnMount hook) : OnMountEntry
    {
        private protected override IOnMount Make(IServiceProvider services) => hook;
    }

    internal sealed class Of<[System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)] T> : OnMountEntry
        where T : class, IOnMount
    {
        private protected override IOnMount Make(IServiceProvider services) => Microsoft.Extensions.DependencyInjection.ActivatorUtilities.GetServiceOrCreateInstance<T>(services);
    }
}
