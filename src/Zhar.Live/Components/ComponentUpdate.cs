namespace Zhar.Live;

/// <summary>One component of several that get new props together. Source: update_many/1.</summary>
/// <typeparam name="TProps">What the template around it gives to it.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
public sealed class ComponentUpdate<TProps, TState>
{
    private readonly LiveComponent<TProps, TState> _component;

    internal ComponentUpdate(LiveComponent<TProps, TState> component, TProps props)
    {
        _component = component;
        Props = props;
    }

    /// <summary>The component's id.</summary>
    public string Id => _component.Entry.Id;

    /// <summary>The new props.</summary>
    public TProps Props { get; }

    /// <summary>The component's state, replaced by assignment.</summary>
    public TState State
    {
        get => _component.CurrentState;
        set => _component.CurrentState = value;
    }

    internal ValueTask Run() => _component.RunUpdate(Props);
}
