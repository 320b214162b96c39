package import Office

/// Wish of a visitor for a ticket to one service.
package struct TicketWish: Hashable, Sendable {
    package var serviceID: Service.ID
    package var variantID: Variant.ID?
    package var group: VulnerableGroup?
    /// Indices of the requirements that the visitor ticked as brought.
    package var ticked: Set<Int>

    package init(
        serviceID: Service.ID, variantID: Variant.ID? = nil, group: VulnerableGroup? = nil,
        ticked: Set<Int> = []
    ) {
        self.serviceID = serviceID
        self.variantID = variantID
        self.group = group
        self.ticked = ticked
    }
}
