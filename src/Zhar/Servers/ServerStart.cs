using System.ComponentModel;

namespace Zhar.Runtime;

/// <summary>How to make one server: its constructor and its start arguments, as data. A supervisor keeps it and uses it again for each restart.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ServerStart
{
    /// <summary>Whether the constructor takes services, which then come from a scope of the server's own.</summary>
    public virtual bool NeedsServices => false;

    /// <summary>The server's type.</summary>
    public abstract Type ServerType { get; }

    /// <summary>Makes the server object.</summary>
    public abstract GenServer Create(IServiceProvider services);

    /// <summary>Calls its <c>Init</c> with the start arguments and hands the outcome to <c>AcceptInit</c>.</summary>
    public abstract ValueTask Init(GenServer server);
}
