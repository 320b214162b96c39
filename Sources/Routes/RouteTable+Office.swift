package import Wire

/// Routes of the opening hours, and of orders against them.
extension RouteTable {
    package static let office = Route<Nothing, Nothing, Wire.Office>(
        .get, "/v1/office", "officeShow", right: .look,
        summary: "Whether tickets are given now, why not, and when again.")

    package static let officeOpen = Route<Nothing, Wire.OfficeOrderRequest, Wire.Office>(
        .post, "/v1/office/open", "officeOpen", right: .office,
        summary: "Opens the office whatever its hours say, on record.",
        refusals: [.conflict: "The order would end in the past, or after the business date."])

    package static let officeClose = Route<Nothing, Wire.OfficeOrderRequest, Wire.Office>(
        .post, "/v1/office/close", "officeClose", right: .office,
        summary: "Closes the office whatever its hours say, on record; who waits is served.",
        refusals: [.conflict: "The order would end in the past, or after the business date."])

    package static let officeAuto = Route<Nothing, Nothing, Wire.Office>(
        .post, "/v1/office/auto", "officeAuto", right: .office,
        summary: "Ends such an order, so that the hours count again, on record.")

    static var officeRoutes: [RouteFacts] {
        [office.facts, officeOpen.facts, officeClose.facts, officeAuto.facts]
    }
}
