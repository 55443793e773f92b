namespace Zhar.Data.Tests.Schemas;

public sealed class SchemaInfoTests
{
    private static readonly SchemaInfo<User> Info = SchemaInfo.Of<User>();

    [Fact]
    public void Fields_come_in_the_order_of_declaration_and_timestamps_last()
    {
        Assert.Equal(
            ["Id", "Name", "Email", "Age", "IsActive", "Role", "PasswordHash", "Password", "Tags", "Version", "Address", "InsertedAt", "UpdatedAt"],
            Info.Fields.Select(f => f.Name));
        Assert.Equal("inserted_at", Info.InsertedAt?.Column);
        Assert.Equal(["Id"], Info.PrimaryKey.Select(f => f.Name));
        Assert.Equal(Autogenerate.Identity, User.Fields.Id.Autogenerate);
        Assert.Same(User.Fields.Version, Info.LockVersion);
    }

    [Fact]
    public void With_copies_a_record_and_leaves_it_as_it_was()
    {
        var user = new User { Name = "Ada" };

        var copy = Info.With(user, [new(User.Fields.Name.Index, "Bea"), new(User.Fields.Age.Index, 7), new(User.Fields.Version.Index, null)]);

        Assert.Equal(("Bea", 7, 0), (copy.Name, copy.Age, copy.Version));
        Assert.Equal(("Ada", null, 1), (user.Name, user.Age, user.Version));
    }

    [Fact]
    public void Meta_goes_with_a_copy_and_does_not_count_for_equality()
    {
        var user = new User { Name = "Ada" };
        var loaded = Info.WithMeta(user, Meta.Loaded);

        Assert.Equal(RecordState.Built, Info.GetMeta(user).State);
        Assert.Equal(RecordState.Loaded, Info.GetMeta(loaded with { Age = 3 }).State);
        Assert.Equal(user, loaded);
        Assert.Equal(user.GetHashCode(), loaded.GetHashCode());
        Assert.DoesNotContain("meta", loaded.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_association_that_is_not_loaded_says_so_when_it_is_read()
    {
        var user = new User();

        Assert.False(user.Posts.IsLoaded);
        Assert.Contains("Preload", Assert.Throws<AssociationNotLoadedException>(() => user.Posts.Count).Message, StringComparison.Ordinal);
        Assert.Empty(Info.WithAssociation(user, 0, AssociationValue.Loaded(Array.Empty<Post>())).Posts);
        Assert.Equal("UserId", Info.Associations[0].RelatedKey.Name);
        Assert.Equal("UserId", SchemaInfo.Of<Post>().Associations[0].OwnerKey.Name);
    }

    [Fact]
    public void Redacted_fields_are_not_printed()
    {
        var text = new User { Name = "Ada", Password = "secret", PasswordHash = "hash" }.ToString();

        Assert.Contains("Name = Ada", text, StringComparison.Ordinal);
        Assert.Contains("Password = **redacted**", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_without_a_schema_is_told_how_to_get_one() =>
        Assert.Contains("[Schema(\"version", Assert.Throws<SchemaException>(() => SchemaInfo.Of<Version>()).Message, StringComparison.Ordinal);
}
