using System.ComponentModel;
using Zhar.Scheduling;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>A live view class as routes know it. Implemented by generated code for each partial class that derives from <see cref="LiveView{TState}"/>.</summary>
public interface ILiveView
{
    /// <summary>What a route has to know of the class.</summary>
    static abstract LiveDefinition Definition { get; }
}

/// <summary>What a route has to know of a live view class. Made by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LiveDefinition
{
    /// <summary>Describes a live view.</summary>
    /// <param name="type">Its class.</param>
    /// <param name="child">Makes the spec of its process.</param>
    public LiveDefinition(Type type, Func<LiveSocket, ChildSpec> child)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(child);
        Type = type;
        Name = type.FullName ?? type.Name;
        Child = child;
    }

    /// <summary>The names of the events that it handles.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    internal Type Type { get; }

    /// <summary>The name in tokens, logs and metrics.</summary>
    internal string Name { get; }

    internal Func<LiveSocket, ChildSpec> Child { get; }

    /// <summary>Whether messages to views of this class are short enough to be handled by the thread that has read them. Each class earns and loses that by itself.</summary>
    internal InlineRights.Right InlineRight { get; } = ChannelDefinition.NewRight();
}
