using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Zhar.Web;

/// <summary>Finds how a type is written as JSON: in the application's contexts, then in the options of ASP.NET Core, then among the plain types. Never by reflection.</summary>
internal static class JsonTypes
{
    internal static JsonTypeInfo Of<T>(T value, IReadOnlyList<JsonSerializerContext> contexts, HttpContext conn)
    {
        if (Find(typeof(T), contexts, conn) is { } exact)
            return exact;

        // A list behind an interface, or a value behind object: the context may know the class that it is.
        if (value is not null && value.GetType() != typeof(T) && Find(value.GetType(), contexts, conn) is { } actual)
            return actual;
        throw new InvalidOperationException($"""
            {Name(typeof(T))} cannot be written as JSON: no context of the application lists it. Add it:

                [JsonSerializable(typeof({Name(typeof(T))}))]
                internal sealed partial class {(contexts.Count > 0 ? contexts[0].GetType().Name : "AppJson")} : JsonSerializerContext;
            """);
    }

    internal static JsonTypeInfo? Find(Type type, IReadOnlyList<JsonSerializerContext> contexts, HttpContext conn)
    {
        foreach (var context in contexts)
        {
            if (context.GetTypeInfo(type) is { } known)
                return known;
        }

        // Only now: the services of the request are a scope, which is made when somebody asks for it.
        if (conn.RequestServices?.GetService<IOptions<JsonOptions>>()?.Value.SerializerOptions is { TypeInfoResolverChain: var chain } options)
        {
            foreach (var resolver in chain)
            {
                // The reflection-based resolver would keep the application's types alive, and works in no trimmed program.
                if (resolver is JsonSerializerContext own && own.GetTypeInfo(type) is { } known)
                    return known;
                if (resolver is not DefaultJsonTypeInfoResolver and not JsonSerializerContext && resolver.GetTypeInfo(type, options) is { } made)
                {
                    made.MakeReadOnly();
                    return made;
                }
            }
        }

        // A context remembers what it was asked for, and this one outlives every version of the application.
        return type.IsCollectible ? null : PlainJson.Default.GetTypeInfo(type);
    }

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.IsArray ? Name(type.GetElementType()!) + "[]" : type == typeof(string) ? "string" : type == typeof(int) ? "int" : type == typeof(object) ? "object" : type.Name;
}
