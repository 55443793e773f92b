using System.Diagnostics.CodeAnalysis;

namespace Zhar.Web;

/// <summary>What every endpoint class has: <c>MyEndpoint.Child()</c>, <c>MyEndpoint.Name</c>.</summary>
public static class EndpointExtensions
{
    extension<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(T)
        where T : EndpointBase
    {
        /// <summary>The name under which the endpoint's supervisor is registered.</summary>
        public static ServerName Name => ServerName.Of<T>();

        /// <summary>The spec of this endpoint inside a supervisor.</summary>
        public static ChildSpec Child() => EndpointBase.Child<T>();
    }
}
