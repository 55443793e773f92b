using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Web;

/// <summary>A socket class by name, and how its object is made.</summary>
/// <param name="type">The class.</param>
/// <param name="at">Tells several of one class apart.</param>
internal abstract class SocketKind(Type type, string at = "")
{
    internal string Name { get; } = type.Name;

    internal string ServiceName { get; } = $"Zhar.Web.Socket {type.FullName}{at}";

    internal ServerName ChannelsName => ServerName.Of(ServiceName + " channels");

    internal ServerName SocketsName => ServerName.Of(ServiceName + " sockets");

    internal abstract Socket Create(IServiceProvider services);

    internal sealed class Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSocket>() : SocketKind(typeof(TSocket))
        where TSocket : Socket
    {
        internal override Socket Create(IServiceProvider services) => services.GetService<TSocket>() ?? ActivatorUtilities.CreateInstance<TSocket>(services);
    }
}
