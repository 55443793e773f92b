using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Web;

/// <summary>Makes the plug for each request from the request's services.</summary>
internal sealed class ScopedPlug<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T> : IPlug
    where T : class, IPlug
{
    private readonly ObjectFactory<T> _factory = ActivatorUtilities.CreateFactory<T>([]);

    public ValueTask Call(Conn conn) => (conn.RequestServices.GetService<T>() ?? _factory(conn.RequestServices, null)).Call(conn);
}
