namespace Zhar.Live;

/// <summary>Somebody gives a component other props.</summary>
internal sealed class ComponentPropsMessage<TProps>(LiveComponentDefinition<TProps> definition, string id, Func<TProps, TProps> change) : LiveMessage
{
    internal override ValueTask Run(ILiveServer view)
    {
        if (view.Socket.Components is { } components && components.TryFind(definition, id, out var entry))
            components.Update(entry, change((TProps)entry.Props!));
        else
            view.Socket.Host.Log.NoComponent(view.Socket.Definition.Name, definition.Name, Zhar.Web.ConnectedSocket.Shorten(id));
        return default;
    }
}
