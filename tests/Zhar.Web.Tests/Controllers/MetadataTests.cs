using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Zhar.Web.Tests.Controllers.Shop;

namespace Zhar.Web.Tests.Controllers;

/// <summary>What other libraries read from the endpoint of an action.</summary>
public sealed class MetadataTests
{
    [Fact]
    public void Attributes_of_an_action_are_metadata() =>
        Assert.Equal("admin", UserController.Actions.Delete.Metadata.OfType<AuthorizeAttribute>().Single().Roles);

    [Fact]
    public void Parameters_and_responses_are_described()
    {
        var show = UserController.Actions.Index;

        Assert.Equal(nameof(UserController.Index), show.Metadata.OfType<MethodInfo>().Single().Name);
        Assert.Equal(["page", "q", "role"], show.Metadata.OfType<IParameterBindingMetadata>().Select(p => p.Name));
        Assert.All(show.Metadata.OfType<IParameterBindingMetadata>(), p => Assert.True(p.IsOptional && p.HasTryParse));
        Assert.Equal(
            [("text/html", (Type?)null), ("application/json", typeof(IReadOnlyList<UserData>)), ("text/csv", null)],
            show.Metadata.OfType<IProducesResponseTypeMetadata>().Select(p => (p.ContentTypes.Single(), p.Type)));
        Assert.Equal([("id", typeof(int), true)], UserController.Actions.Show.Parameters.Select(p => (p.Name, p.Type, p.IsRequired)));
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("guest", 403)]
    [InlineData("admin", 204)]
    public async Task An_authorize_attribute_guards_its_action(string? role, int status)
    {
        await using var app = await ShopEndpoint.Start();

        var conn = role is null ? await app.Conn().Delete("/users/1") : await app.Conn().PutHeader("x-role", role).Delete("/users/1");

        Assert.Equal(status, conn.Status);
    }

    [Fact]
    public void An_action_is_found_by_its_name() => Assert.Equal((UserController.Actions.Show, null), (Find<UserController>("Show"), Find<UserController>("Helper")));

    private static ActionRef? Find<T>(string name)
        where T : IControllerActions => T.FindAction(name);
}
