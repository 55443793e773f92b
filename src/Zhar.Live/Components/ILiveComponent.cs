using System.ComponentModel;

namespace Zhar.Live;

/// <summary>A stateful component class. Implemented by generated code for each partial class that derives from <see cref="LiveComponent{TProps, TState}"/>.</summary>
/// <typeparam name="TProps">What the template around it gives to it.</typeparam>
public interface ILiveComponent<TProps>
{
    /// <summary>What a page has to know of the class.</summary>
    static abstract LiveComponentDefinition<TProps> Definition { get; }
}

/// <summary>What a page has to know of a stateful component class.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class LiveComponentDefinition
{
    private protected LiveComponentDefinition(Type type, Func<IServiceProvider, LiveComponentBase> create)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(create);
        Name = type.FullName ?? type.Name;
        ShortName = type.Name;
        Create = create;
    }

    /// <summary>The names of the events that it handles.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>The name in logs.</summary>
    internal string Name { get; }

    internal string ShortName { get; }

    internal Func<IServiceProvider, LiveComponentBase> Create { get; }
}

/// <summary>What a page has to know of a stateful component class with its props. Made by generated code.</summary>
/// <typeparam name="TProps">What the template around it gives to it.</typeparam>
/// <param name="type">Its class.</param>
/// <param name="create">Makes one, with its services.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LiveComponentDefinition<TProps>(Type type, Func<IServiceProvider, LiveComponentBase> create) : LiveComponentDefinition(type, create)
{
    /// <summary>The component's place in a template.</summary>
    /// <param name="id">Tells it from the others of its class in the page.</param>
    /// <param name="props">What it is given.</param>
    public Web.Html Place(string id, TProps props) => new(new LiveComponentNode(this, id, props));

    /// <summary>Gives one component other props, from any process.</summary>
    public void SendUpdate(Pid view, string id, TProps props) => Process.Send(view, new ComponentPropsMessage<TProps>(this, id, _ => props));

    /// <summary>Changes the props of one component, from any process.</summary>
    public void SendChange(Pid view, string id, Func<TProps, TProps> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Process.Send(view, new ComponentPropsMessage<TProps>(this, id, change));
    }

    /// <summary>As <see cref="SendUpdate"/>, later. From a process.</summary>
    public TimerRef SendUpdateAfter(Pid view, TimeSpan time, string id, TProps props) => Process.SendAfter(view, time, new ComponentPropsMessage<TProps>(this, id, _ => props));
}
